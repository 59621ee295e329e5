#include "engine/base/errors.h"

#include "engine/base/exception_group.h"
#include "engine/base/repr.h"
#include "engine/base/stable_text.h"
#include "engine/base/symbols.h"

#include <cxxabi.h>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <new>
#include <stdexcept>
#include <typeindex>

namespace asyncio {

namespace {

// The Python exception that means the same as a standard C++ one.
std::string python_name(const std::exception& error) {
    const std::type_index type(typeid(error));
    if (type == typeid(std::runtime_error)) return "RuntimeError";
    if (type == typeid(std::invalid_argument) || type == typeid(std::domain_error)) return "ValueError";
    if (type == typeid(std::out_of_range)) return "IndexError";
    if (type == typeid(std::bad_alloc)) return "MemoryError";
    if (type == typeid(std::overflow_error)) return "OverflowError";
    return detail::class_name(typeid(error));
}

// Calls `known(BaseException)`, or `foreign(name, text)` for anything that is not ours.
template <class Known, class Foreign>
std::string describe(const std::exception_ptr& error, Known known, Foreign foreign) {
    if (!error) return "None";
    try {
        std::rethrow_exception(error);
    } catch (const BaseException& ours) {
        return known(ours);
    } catch (const BaseExceptionGroup& group) {
        return describe(detail::stored_group(group), known, foreign);
    } catch (const std::exception& standard) {
        return foreign(python_name(standard), std::string(standard.what()));
    } catch (...) {
        const std::type_info* type = abi::__cxa_current_exception_type();
        return foreign(type ? detail::class_name(*type) : "Unknown", std::string());
    }
}

std::string foreign_repr(const std::string& name, const std::string& text) {
    return name + "(" + (text.empty() ? std::string() : repr(text)) + ")";
}

// What an exception of ours says of itself; nothing of any other, or of none.
template <class Told>
std::decay_t<Told> told_by(const std::exception_ptr& error, Told (BaseException::*tell)() const) {
    if (!error) return {};
    try {
        std::rethrow_exception(error);
    } catch (const BaseException& ours) {
        return (ours.*tell)();
    } catch (...) {
        return {};
    }
}

}  // namespace

std::string BaseException::type_name() const { return detail::class_name(typeid(*this)); }

std::string ExceptionArguments::repr() const {
    return detail::repr_range(*this, "(", size() == 1 ? ",)" : ")");
}

BaseException::BaseException(ExceptionArguments args)
    : message_(args.size() == 1 ? args[0].text : args.repr()),
      args_(std::make_shared<const ExceptionArguments>(std::move(args))) {}

ExceptionArguments BaseException::args() const {
    if (args_) return *args_;
    return message_ ? ExceptionArguments{{*message_, asyncio::repr(*message_)}} : ExceptionArguments();
}

std::string BaseException::repr() const { return type_name() + detail::repr_range(args(), "(", ")"); }

std::string KeyError::str() const {
    const ExceptionArguments all = args();
    return all.size() == 1 ? all[0].shown : LookupError::str();
}

OSError::OSError(int error_number, const std::string& text, const std::string& filename)
    : Exception("[Errno " + std::to_string(error_number) + "] " + text +
                (filename.empty() ? std::string() : ": " + asyncio::repr(filename))),
      error_number_(error_number),
      strerror_(text),
      filename_(filename) {}

ExceptionArguments OSError::args() const {
    if (error_number_ == 0) return Exception::args();
    return {detail::exception_argument(error_number_), detail::exception_argument(strerror_)};
}

void throw_os_error(int error_number, std::string text, const std::string& filename) {
    if (text.empty()) text = std::strerror(error_number);
    switch (error_number) {
        case EPIPE:
        case ESHUTDOWN: throw BrokenPipeError(error_number, text, filename);
        case ECONNABORTED: throw ConnectionAbortedError(error_number, text, filename);
        case ECONNREFUSED: throw ConnectionRefusedError(error_number, text, filename);
        case ECONNRESET: throw ConnectionResetError(error_number, text, filename);
        case ETIMEDOUT: throw TimeoutError(error_number, text, filename);
        case EAGAIN:
        case EALREADY:
        case EINPROGRESS: throw BlockingIOError(error_number, text, filename);
        case ECHILD: throw ChildProcessError(error_number, text, filename);
        case EEXIST: throw FileExistsError(error_number, text, filename);
        case ENOENT: throw FileNotFoundError(error_number, text, filename);
        case EINTR: throw InterruptedError(error_number, text, filename);
        case EISDIR: throw IsADirectoryError(error_number, text, filename);
        case ENOTDIR: throw NotADirectoryError(error_number, text, filename);
        case EACCES:
        case EPERM: throw PermissionError(error_number, text, filename);
        case ESRCH: throw ProcessLookupError(error_number, text, filename);
        default: throw OSError(error_number, text, filename);
    }
}

IncompleteReadError::IncompleteReadError(Bytes partial, std::optional<std::int64_t> expected)
    : EOFError(std::to_string(partial.size()) + " bytes read on a total of " +
               (expected ? std::to_string(*expected) : std::string("undefined")) + " expected bytes"),
      partial_(std::move(partial)),
      expected_(expected) {}

std::string type_name(const std::exception_ptr& error) {
    return describe(
        error, [](const BaseException& e) { return e.type_name(); },
        [](std::string name, const std::string&) { return name; });
}

std::string str(const std::exception_ptr& error) {
    return describe(
        error, [](const BaseException& e) { return e.str(); },
        [](const std::string&, std::string text) { return text; });
}

std::string repr(const std::exception_ptr& error) {
    return describe(
        error, [](const BaseException& e) { return e.repr(); }, foreign_repr);
}

std::string type_name_of_any(const std::exception& error) {
    const auto* ours = dynamic_cast<const BaseException*>(&error);
    return ours ? ours->type_name() : python_name(error);
}

std::string str(const std::exception& error) {
    const auto* ours = dynamic_cast<const BaseException*>(&error);
    return ours ? ours->str() : error.what();
}

std::string repr(const std::exception& error) {
    const auto* ours = dynamic_cast<const BaseException*>(&error);
    return ours ? ours->repr() : foreign_repr(python_name(error), error.what());
}

void raise_from(const std::exception_ptr& error, GivenException cause) {
    try {
        std::rethrow_exception(error);
    } catch (BaseException& raised) {
        raised.set_cause(std::move(cause).take());
        throw;
    }
}

std::exception_ptr cause_of(const std::exception_ptr& error) { return told_by(error, &BaseException::cause); }

ExceptionArguments args_of(const std::exception_ptr& error) { return told_by(error, &BaseException::args); }

std::vector<std::string> notes_of(const std::exception_ptr& error) {
    return told_by(error, &BaseException::notes);
}

std::source_location made_at(const std::exception_ptr& error) {
    try {
        if (error) std::rethrow_exception(error);
    } catch (const BaseException& thrown) {
        return thrown.made_at();
    } catch (...) {}
    return {};
}

namespace detail {

std::string portable_repr(const std::exception_ptr& error) {
    return describe(
        error,
        [](const BaseException& e) {
            // Cut before it is quoted: what is cut has quotes of its own.
            const ExceptionArguments args = e.args();
            if (args.size() == 1 && has_places(args[0].text) && args[0].shown == asyncio::repr(args[0].text))
                return e.type_name() + "(" + asyncio::repr(stable_text(args[0].text)) + ")";
            const auto* os_error = dynamic_cast<const OSError*>(&e);
            const int number = os_error ? os_error->error_number() : 0;
            if (number == 0) return e.repr();
            const char* symbol = strerrorname_np(number);  // none of a look-up's
            return e.type_name() + "(" + (symbol ? symbol : std::to_string(number)) + ")";
        },
        [&](const std::string&, const std::string&) { return repr(error); });
}

const std::type_info* type_of(const std::exception_ptr& error) noexcept {
    return error ? error.__cxa_exception_type() : nullptr;
}

// libstdc++'s exception_ptr is a pointer to the thrown object; of that, __do_catch() finds the base class as
// a `catch` does.
const void* caught_as(const std::exception_ptr& error, const std::type_info& type) noexcept {
    static_assert(sizeof(std::exception_ptr) == sizeof(void*));
    if (!error) return nullptr;
    void* object = nullptr;
    std::memcpy(&object, &error, sizeof object);
    return type.__do_catch(error.__cxa_exception_type(), &object, 1) ? object : nullptr;
}

// Most are no subclass, and seen so at once.
bool is_cancelled_error(const std::exception_ptr& error) noexcept {
    const std::type_info* type = type_of(error);
    return type && (type == &typeid(CancelledError) || is_instance<CancelledError>(error));
}

const CancelledError* as_cancelled_error(const std::exception_ptr& error) noexcept {
    return static_cast<const CancelledError*>(caught_as(error, typeid(CancelledError)));
}

bool leaves_the_loop(const std::exception_ptr& error) noexcept {
    return is_instance<KeyboardInterrupt>(error) || is_instance<SystemExit>(error);
}

}  // namespace detail
}  // namespace asyncio
