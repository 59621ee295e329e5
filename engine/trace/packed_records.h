// Records of numbers as bytes: which fields are not 0, then those, small ones in one byte. For memory, not
// for files: the bytes are trusted, and whoever reads names the same fields in the same order.
#pragma once

#include <array>
#include <cassert>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

namespace loopscope::trace {

// begin(), each field by () or near(), end(); and so on. At most 32 fields a record.
class RecordPacker {
public:
    static constexpr bool kReads = false;

    void begin() {
        present_ = count_ = 0;
        bit_ = 1;
    }
    void end() {
        constexpr std::size_t kLongest = 10;  // bytes of a number
        if (bytes_.size() - size_ < (count_ + 1) * kLongest) bytes_.resize(bytes_.size() * 2 + 1024);
        number(present_);
        for (std::size_t i = 0; i < count_; ++i) number(fields_[i]);
    }

    template <class T>
    void operator()(const T& field) {
        if constexpr (std::signed_integral<T>)
            add(zigzag(field));
        else
            add(static_cast<std::uint64_t>(field));
    }
    // A number that is 0 or not far from `base`.
    void near(std::uint32_t field, std::uint32_t base) {
        add(field == 0 ? 0 : 1 + zigzag(std::int64_t{field} - std::int64_t{base}));
    }

    // Everything so far.
    std::vector<std::uint8_t> bytes() const {
        return {bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(size_)};
    }

private:
    static std::uint64_t zigzag(std::int64_t value) {
        return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
    }
    void add(std::uint64_t field) {
        assert(count_ < kFields);
        const bool there = field != 0;  // without a branch: nobody can guess it
        fields_[count_] = field;
        count_ += there;
        present_ |= there ? bit_ : 0;
        bit_ <<= 1;
    }
    void number(std::uint64_t value) {
        std::uint8_t* to = bytes_.data() + size_;
        for (; value >= 0x80; value >>= 7) *to++ = static_cast<std::uint8_t>(value | 0x80);
        *to++ = static_cast<std::uint8_t>(value);
        size_ = static_cast<std::size_t>(to - bytes_.data());
    }

    std::vector<std::uint8_t> bytes_;
    std::size_t size_ = 0;
    static constexpr std::size_t kFields = 32;
    std::array<std::uint64_t, kFields> fields_{};
    std::size_t count_ = 0;
    std::uint64_t present_ = 0, bit_ = 1;
};

// The fields as they were packed. The bytes must outlive it.
class RecordUnpacker {
public:
    static constexpr bool kReads = true;

    explicit RecordUnpacker(const std::vector<std::uint8_t>& bytes) : next_(bytes.data()) {}

    void begin() { present_ = number(); }
    void end() {}

    template <class T>
    void operator()(T& field) {
        if constexpr (std::signed_integral<T>)
            field = static_cast<T>(unzigzag(value()));
        else
            field = static_cast<T>(value());
    }
    void near(std::uint32_t& field, std::uint32_t base) {
        const std::uint64_t packed = value();
        field = packed == 0 ? 0 : static_cast<std::uint32_t>(std::int64_t{base} + unzigzag(packed - 1));
    }

private:
    static std::int64_t unzigzag(std::uint64_t value) {
        return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
    }
    std::uint64_t value() {
        const bool there = (present_ & 1) != 0;
        present_ >>= 1;
        return there ? number() : 0;
    }
    std::uint64_t number() {
        std::uint64_t value = 0;
        for (unsigned shift = 0;; shift += 7) {
            const std::uint8_t byte = *next_++;
            value |= std::uint64_t{byte & 0x7fu} << shift;
            if (byte < 0x80) return value;
        }
    }

    const std::uint8_t* next_;
    std::uint64_t present_ = 0;
};

}  // namespace loopscope::trace
