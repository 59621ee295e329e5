// Damages a text file, byte by byte and line by line. The same seed, the same damage.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <random>
#include <string>
#include <utility>

namespace loopscope::test {

// How many rounds a fuzz test makes: as usual, with the address sanitizer, which takes ten times as long, a
// third of
// that, or what LOOPSCOPE_FUZZ_ROUNDS says.
inline std::uint64_t fuzz_rounds(std::uint64_t usual) {
    const char* text = std::getenv("LOOPSCOPE_FUZZ_ROUNDS");
#ifdef __SANITIZE_ADDRESS__
    usual /= 3;
#endif
    return text == nullptr ? usual : std::strtoull(text, nullptr, 10);
}

class Damage {
public:
    explicit Damage(std::uint64_t seed) : random_(seed) {}

    std::string apply(std::string text) {
        for (std::uint64_t left = 1 + pick(4); left != 0 && !text.empty(); --left) once(text);
        return text;
    }

private:
    std::uint64_t pick(std::uint64_t below) { return random_() % below; }

    void once(std::string& text) {
        const std::size_t at = pick(text.size());
        switch (pick(10)) {
            case 0: text[at] = static_cast<char>(text[at] ^ (1 << pick(8))); return;
            case 1: text[at] = static_cast<char>(pick(256)); return;
            case 2: text.erase(at, 1 + pick(20)); return;
            case 3: text.insert(at, text.substr(pick(text.size()), pick(20))); return;
            case 4: text.resize(at); return;
            case 5: text.insert(at, std::string(1 + pick(12), static_cast<char>('0' + pick(10)))); return;
            default: return whole_line(text);
        }
    }

    void whole_line(std::string& text) {
        const auto [begin, size] = some_line(text);
        const std::string line = text.substr(begin, size);
        switch (pick(4)) {
            case 0: text.erase(begin, size); return;
            case 1: text.insert(begin, line); return;
            case 2:
                text.erase(begin, size);
                if (!text.empty()) text.insert(some_line(text).first, line);
                return;
            default: change_field(text, begin, size); return;
        }
    }

    // Puts another number into an event: the reader cannot see that, the rules must.
    void change_field(std::string& text, std::size_t begin, std::size_t size) {
        const std::size_t comma = text.find(',', begin + pick(size));
        if (comma >= begin + size) return;
        const std::size_t end = text.find_first_of(",]", comma + 1);
        if (end >= begin + size) return;
        constexpr const char* kValues[] = {"0",
                                           "1",
                                           "2",
                                           "3",
                                           "7",
                                           "40",
                                           "255",
                                           "4294967295",
                                           "-1",
                                           "9223372036854775807",
                                           "-9223372036854775808"};
        text.replace(comma + 1, end - comma - 1, kValues[pick(std::size(kValues))]);
    }

    std::pair<std::size_t, std::size_t> some_line(const std::string& text) {
        const std::size_t at = pick(text.size());
        const std::size_t before = at == 0 ? std::string::npos : text.rfind('\n', at - 1);
        const std::size_t begin = before == std::string::npos ? 0 : before + 1;
        const std::size_t end = std::min(text.find('\n', begin), text.size() - 1);
        return {begin, end + 1 - begin};
    }

    std::mt19937_64 random_;
};

}  // namespace loopscope::test
