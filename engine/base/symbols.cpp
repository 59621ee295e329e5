#include "engine/base/symbols.h"

#include "engine/base/source_location.h"

#include <cxxabi.h>
#include <dlfcn.h>
#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <cctype>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>
#include <unordered_map>

namespace asyncio::detail {

namespace {

// A file in memory, to be read only.
class MappedFile {
public:
    explicit MappedFile(const char* path) {
        const int fd = ::open(path, O_RDONLY | O_CLOEXEC);
        struct stat status {};
        if (fd >= 0 && ::fstat(fd, &status) == 0) {
            size_ = static_cast<std::size_t>(status.st_size);
            void* const mapped = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, fd, 0);
            if (mapped != MAP_FAILED) begin_ = static_cast<const char*>(mapped);
        }
        if (fd >= 0) ::close(fd);
    }
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    ~MappedFile() {
        if (begin_) ::munmap(const_cast<char*>(begin_), size_);
    }
    // `count` of them; null if the file does not hold so much.
    template <class T>
    const T* at(std::uint64_t offset, std::uint64_t count = 1) const {
        if (!begin_ || offset > size_ || count > (size_ - offset) / sizeof(T)) return nullptr;
        return reinterpret_cast<const T*>(begin_ + offset);
    }

private:
    const char* begin_ = nullptr;
    std::size_t size_ = 0;
};

// Before the name of a function of asyncio's own.
constexpr std::string_view kAsyncios = "asyncio.";

using Header = ElfW(Ehdr);
using Section = ElfW(Shdr);
using Symbol = ElfW(Sym);

// The symbol of the function that begins at `value` in the file; empty if none tells.
std::string symbol_in(const MappedFile& file, std::uintptr_t value) {
    const auto* header = file.at<Header>(0);
    const auto* sections = header ? file.at<Section>(header->e_shoff, header->e_shnum) : nullptr;
    for (int i = 0; sections && i < header->e_shnum; ++i) {
        const Section& table = sections[i];
        if (table.sh_type != SHT_SYMTAB || table.sh_link >= header->e_shnum) continue;
        const std::uint64_t count = table.sh_size / sizeof(Symbol);
        const auto* symbols = file.at<Symbol>(table.sh_offset, count);
        for (std::uint64_t each = 0; symbols && each < count; ++each) {
            if (symbols[each].st_value != value || (symbols[each].st_info & 0xf) != STT_FUNC) continue;
            const char* name = file.at<char>(sections[table.sh_link].sh_offset + symbols[each].st_name);
            if (name) return name;
        }
    }
    return {};
}

std::string symbol_at(const void* address) {
    Dl_info info{};
    link_map* object = nullptr;
    if (!::dladdr1(address, &info, reinterpret_cast<void**>(&object), RTLD_DL_LINKMAP)) return {};
    if (info.dli_sname && info.dli_saddr == address) return info.dli_sname;
    // The program's own file has no name there.
    const bool program = !object->l_name || !*object->l_name;
    return symbol_in(MappedFile(program ? "/proc/self/exe" : object->l_name),
                     reinterpret_cast<std::uintptr_t>(address) - object->l_addr);
}

// `name` may have a type in front, as that of a template has.
bool is_asyncios(std::string_view name) {
    int depth = 0;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < name.size() && (name[i] != '(' || depth > 0); ++i) {
        if (name[i] == '<') ++depth;
        if (name[i] == '>') --depth;
        if (name[i] == ' ' && depth == 0) begin = i + 1;
    }
    return name.substr(begin).starts_with("asyncio::");
}

bool is_lambda(std::string_view name) {
    return name.find("{lambda") != std::string_view::npos ||
           name.find("::$_") != std::string_view::npos;  // clang
}

// "repr[abi:cxx11]() const" is repr() const.
std::string without_tags(std::string name) {
    for (std::size_t begin; (begin = name.find("[abi:")) != std::string::npos;)
        name.erase(begin, name.find(']', begin) - begin + 1);
    return name;
}

// The last name in a mangled one: <length><name>. g++ gives classes that are local to a coroutine a name that
// nobody can demangle.
std::string last_name_in(std::string_view mangled) {
    std::string_view last = mangled;
    for (std::size_t i = 0; i < mangled.size();) {
        std::size_t length = 0;
        for (; i < mangled.size() && mangled[i] >= '0' && mangled[i] <= '9'; ++i)
            length = length * 10 + static_cast<std::size_t>(mangled[i] - '0');
        if (length > 0 && length <= mangled.size() - i) last = mangled.substr(i, length);
        i += length > 0 ? length : 1;
    }
    return std::string(last);
}

// Without namespace, function around it and template arguments.
std::string demangled_name(const std::type_info& type) {
    int status = 0;
    const std::unique_ptr<char, void (*)(void*)> demangled(
        abi::__cxa_demangle(type.name(), nullptr, nullptr, &status), std::free);
    if (status != 0) return last_name_in(type.name());
    std::string name = demangled.get();
    for (int open = 0; name.ends_with('>') || open > 0; name.pop_back())
        open += name.back() == '>' ? 1 : name.back() == '<' ? -1 : 0;
    if (const auto colon = name.rfind(':'); colon != std::string::npos) name.erase(0, colon + 1);
    return name;
}

std::string symbol_name(const void* address) {
    const std::string symbol = symbol_at(address);
    const std::unique_ptr<char, void (*)(void*)> demangled(
        abi::__cxa_demangle(symbol.c_str(), nullptr, nullptr, nullptr), std::free);
    const std::string name = without_tags(demangled ? demangled.get() : symbol);
    if (name.empty() || is_lambda(name)) return "<lambda>";
    return (is_asyncios(name) ? std::string(kAsyncios) : std::string()) + function_name(name);
}

// For any thread, and never destroyed: what lives until the program ends may still be shown then, as a failed
// task is that a variable at namespace scope holds.
template <class Key>
class NameCache {
public:
    template <class Make>
    const std::string& get(Key key, Make make) {
        const std::lock_guard lock(mutex_);
        const auto [entry, fresh] = names_.try_emplace(key);
        if (fresh) entry->second = make();
        return entry->second;
    }

private:
    std::mutex mutex_;
    std::unordered_map<Key, std::string> names_;
};

}  // namespace

std::string name_of_function_at(const void* address) {
    static NameCache<const void*>& known = *new NameCache<const void*>;
    return known.get(address, [address] { return symbol_name(address); });
}

// As the Itanium ABI has it: the address of the function, or an odd number, the place of a virtual one.
std::string name_of_method_at(const void* pointer, const std::type_info& of) {
    std::uintptr_t function = 0;
    std::memcpy(&function, pointer, sizeof function);
    if (function % 2) return {};
    const std::string name = name_of_function_at(reinterpret_cast<const void*>(function));
    if (name.starts_with(kAsyncios))
        return std::string(kAsyncios) + class_name(of) + "." + name.substr(kAsyncios.size());
    return class_name(of) + "." + name;
}

std::string name_of_method_of(const std::string& method, const std::string& class_of_object) {
    if (!method.starts_with(kAsyncios)) return method;
    const std::string bare = method.substr(method.rfind('.'));
    if (method == "asyncio.Condition.release") return "asyncio.Lock.release";
    if (class_of_object == "EventLoop") return "asyncio.BaseEventLoop" + bare;
    for (const char* python : {"Task", "Future", "TimerHandle", "BoundedSemaphore"})
        if (class_of_object.ends_with(python)) return std::string(kAsyncios) + python + bare;
    return method;
}

std::string_view shown_name(std::string_view name) noexcept {
    if (name.starts_with(kAsyncios)) name.remove_prefix(kAsyncios.size());
    return name;
}

std::string_view bare_name(std::string_view qualified) noexcept {
    if (qualified.starts_with(kAsyncios)) return {};
    const auto is_part = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; };
    std::string_view name = qualified;
    while (name.ends_with("()")) name.remove_suffix(2);
    const std::size_t dot = name.rfind('.');
    if (dot == std::string_view::npos || dot + 1 == name.size() ||
        std::isdigit(static_cast<unsigned char>(name[dot + 1])))
        return name;
    const bool is_qualified = std::all_of(
        name.begin(), name.end(), [&](char c) { return is_part(c) || c == '.' || c == '<' || c == '>'; });
    return is_qualified ? name.substr(dot + 1) : name;
}

// Demangling takes longer than throwing: once a type.
const std::string& class_name(const std::type_info& type) {
    static NameCache<const std::type_info*>& names = *new NameCache<const std::type_info*>;
    return names.get(&type, [&type] { return demangled_name(type); });
}

}  // namespace asyncio::detail
