// Python's exceptions, as far as asyncio raises them.
// Rule: CancelledError is no std::exception, as in Python it is no Exception: `catch (const std::exception&)`
// lets it pass.
#pragma once

#include "engine/base/invoke.h"
#include "engine/base/repr.h"

#include <concepts>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace asyncio {

class BaseException;
class BaseExceptionGroup;

// One of exc.args, as text: what str() and what repr() of it show.
struct ExceptionArgument {
    std::string text, shown;
    std::string str() const { return text; }
    std::string repr() const { return shown; }
    friend bool operator==(const ExceptionArgument&, const ExceptionArgument&) = default;
    friend bool operator==(const ExceptionArgument& argument, std::string_view other) {
        return argument.text == other;
    }
};

// Python's exc.args; prints as a tuple.
struct ExceptionArguments : std::vector<ExceptionArgument> {
    using std::vector<ExceptionArgument>::vector;
    std::string repr() const;
};

namespace detail {
// A text, or an exception in place of the arguments: what is left is ValueError(3), ValueError("odd", 3).
template <class T>
inline constexpr bool is_message = std::is_convertible_v<const T&, std::string> && !std::is_same_v<T, Bytes>;
template <class... Args>
inline constexpr bool are_exception_arguments =
    sizeof...(Args) > 1 ||
    (sizeof...(Args) == 1 && ((!is_message<Args> && !std::is_convertible_v<const Args&, std::exception_ptr> &&
                               !std::derived_from<Args, BaseException>)&&...));
template <class T>
ExceptionArgument exception_argument(const T& value) {
    if constexpr (std::is_convertible_v<const T&, std::string_view> && !std::is_same_v<T, Bytes>)
        return {std::string(std::string_view(value)), repr(std::string_view(value))};
    else
        return {str(value), repr_or_object(value)};
}
}  // namespace detail

// Root of everything here. str() is Python's str(exc); an exception without arguments has an empty one.
class BaseException {
public:
    BaseException() = default;
    explicit BaseException(std::string message,
                           std::source_location made_at = std::source_location::current())
        : message_(std::move(message)), made_at_(made_at) {}
    // Of values that are no text, or of several: as in Python, their tuple is shown.
    template <class... Args>
    requires detail::are_exception_arguments<Args...>
    explicit BaseException(const Args&... args)
        : BaseException(ExceptionArguments{detail::exception_argument(args)...}) {}
    BaseException(const BaseException&) = default;
    BaseException& operator=(const BaseException&) = default;
    virtual ~BaseException() = default;

    virtual std::string str() const { return message_.value_or(std::string()); }
    // What C++ asks for; as a rule the same as str().
    virtual const char* what() const noexcept { return message_ ? message_->c_str() : ""; }
    const std::optional<std::string>& message() const noexcept { return message_; }
    // Python's exc.args: `()`, `('text',)`, …
    virtual ExceptionArguments args() const;
    // The class's name without namespace, as Python's type(exc).__name__.
    virtual std::string type_name() const;
    // Python's repr(exc): Name('text') or Name().
    virtual std::string repr() const;
    // Python's exc.__cause__, which raise_from() gives; null if there is none.
    const std::exception_ptr& cause() const noexcept { return cause_; }
    void set_cause(std::exception_ptr cause) { cause_ = std::move(cause); }
    // Python's exc.add_note() and exc.__notes__, which is empty where Python's exception has none. Const:
    // whoever catches an exception may note something on it.
    virtual void add_note(std::string note) const { notes_.push_back(std::move(note)); }
    virtual const std::vector<std::string>& notes() const noexcept { return notes_; }

    // Where it was made, of one with a text: what a recording shows as the line that raised it. Else nowhere.
    const std::source_location& made_at() const noexcept { return made_at_; }

    explicit BaseException(ExceptionArguments args);

private:
    std::optional<std::string> message_;
    std::shared_ptr<const ExceptionArguments> args_;  // null: the message, if there is one
    std::exception_ptr cause_;
    mutable std::vector<std::string> notes_;
    std::source_location made_at_ = {};
};

namespace detail {

// The group that Python's BaseExceptionGroup(…) would have made, if that is what `error` is; see there. Else
// `error` itself.
std::exception_ptr in_its_class(std::exception_ptr error);
std::exception_ptr stored_group(const BaseExceptionGroup& group);

// `error` as it is thrown. In a `catch` that caught it it is that very one, whatever the type it was caught
// as.
template <class E>
std::exception_ptr stored_error(const E& error) {
    if constexpr (std::is_convertible_v<const E&, std::exception_ptr>) {
        return in_its_class(error);
    } else {
        try {
            if (const std::exception_ptr caught = std::current_exception()) std::rethrow_exception(caught);
        } catch (const E& caught) {
            if (&caught == &error) return in_its_class(std::current_exception());
        } catch (...) {}
        if constexpr (std::is_same_v<E, BaseExceptionGroup>)
            return stored_group(error);
        else
            return std::make_exception_ptr(error);
    }
}

}  // namespace detail

// An exception as an argument: itself, or as a std::exception_ptr.
class GivenException {
public:
    template <class E>
    requires(std::is_class_v<E> && !std::is_same_v<E, GivenException>) GivenException(const E& error)
        : error_(detail::stored_error(error)) {}
    GivenException(std::nullptr_t) noexcept {}
    std::exception_ptr take() && { return std::move(error_); }

private:
    std::exception_ptr error_;
};

// Python's `raise error from cause`.
template <std::derived_from<BaseException> E>
[[noreturn]] void raise_from(E error, GivenException cause) {
    error.set_cause(std::move(cause).take());
    throw error;
}
// The same of a stored one, which takes the cause itself, as Python's object does.
[[noreturn]] void raise_from(const std::exception_ptr& error, GivenException cause);

// What cancel() is given: nothing (as None in Python), a text, or any other value.
class CancelMessage {
public:
    CancelMessage() = default;
    CancelMessage(std::nullopt_t) noexcept {}
    CancelMessage(None) noexcept {}
    CancelMessage(detail::NotGiven) noexcept {}
    template <class T>
    requires(!std::is_same_v<T, CancelMessage>) CancelMessage(const T& message)
        : argument_(std::make_shared<const ExceptionArgument>(detail::exception_argument(message))) {}
    template <class T>
    CancelMessage(const std::optional<T>& message)
        : CancelMessage(message ? CancelMessage(*message) : CancelMessage()) {}
    explicit operator bool() const noexcept { return argument_ != nullptr; }
    const ExceptionArgument& operator*() const noexcept { return *argument_; }
    bool is_text() const { return argument_->shown == asyncio::repr(argument_->text); }

private:
    std::shared_ptr<const ExceptionArgument> argument_;
};

namespace detail {
// Refers to the message of a call until the call is made: options are trivial, see compiler_faults.h.
class MessageReference {
public:
    template <class T>
    MessageReference(const T& message) noexcept
        : message_(&message),
          copy_([](const void* held) { return CancelMessage(*static_cast<const T*>(held)); }) {}
    CancelMessage copy() const { return copy_(message_); }

private:
    const void* message_;
    CancelMessage (*copy_)(const void*);
};
}  // namespace detail

// The keyword argument: task.cancel({.msg = "why"}).
struct CancelOptions {
    detail::KeywordOnly keyword = {};
    detail::MessageReference msg;
};

// A task is told to end. Its argument is what cancel() was given.
class CancelledError : public BaseException {
public:
    using BaseException::BaseException;
    explicit CancelledError(const char* message) : BaseException(message) {}
    explicit CancelledError(const CancelMessage& message)
        : BaseException(message ? BaseException(ExceptionArguments{*message}) : BaseException()) {}
};

class KeyboardInterrupt : public BaseException {
public:
    using BaseException::BaseException;
};
class SystemExit : public BaseException {
public:
    using BaseException::BaseException;
};
// An asynchronous generator is told to end: clean up, and let it pass.
class GeneratorExit : public BaseException {
public:
    using BaseException::BaseException;
};

// Python's Exception. Derive your own from it; its name is found by itself.
class Exception : public BaseException, public std::exception {
public:
    Exception() = default;
    explicit Exception(std::string message, std::source_location made_at = std::source_location::current())
        : BaseException(message, made_at), what_(std::move(message)) {}
    template <class... Args>
    requires detail::are_exception_arguments<Args...>
    explicit Exception(const Args&... args) : BaseException(args...), what_(*message()) {}
    const char* what() const noexcept override { return what_.c_str(); }

private:
    std::string what_;
};

#define ASYNCIO_EXCEPTION(Name, Base) \
    class Name : public Base {        \
    public:                           \
        using Base::Base;             \
    }
ASYNCIO_EXCEPTION(ValueError, Exception);
ASYNCIO_EXCEPTION(TypeError, Exception);
ASYNCIO_EXCEPTION(RuntimeError, Exception);
ASYNCIO_EXCEPTION(RecursionError, RuntimeError);
ASYNCIO_EXCEPTION(NotImplementedError, RuntimeError);
ASYNCIO_EXCEPTION(LookupError, Exception);
ASYNCIO_EXCEPTION(IndexError, LookupError);
ASYNCIO_EXCEPTION(ArithmeticError, Exception);
ASYNCIO_EXCEPTION(FloatingPointError, ArithmeticError);
ASYNCIO_EXCEPTION(OverflowError, ArithmeticError);
ASYNCIO_EXCEPTION(ZeroDivisionError, ArithmeticError);
ASYNCIO_EXCEPTION(EOFError, Exception);
ASYNCIO_EXCEPTION(StopIteration, Exception);
ASYNCIO_EXCEPTION(StopAsyncIteration, Exception);
ASYNCIO_EXCEPTION(AssertionError, Exception);
ASYNCIO_EXCEPTION(AttributeError, Exception);
ASYNCIO_EXCEPTION(BufferError, Exception);
ASYNCIO_EXCEPTION(ImportError, Exception);
ASYNCIO_EXCEPTION(MemoryError, Exception);
ASYNCIO_EXCEPTION(NameError, Exception);
ASYNCIO_EXCEPTION(ReferenceError, Exception);
ASYNCIO_EXCEPTION(SystemError, Exception);
ASYNCIO_EXCEPTION(UnicodeError, ValueError);
ASYNCIO_EXCEPTION(Warning, Exception);
ASYNCIO_EXCEPTION(DeprecationWarning, Warning);
ASYNCIO_EXCEPTION(ResourceWarning, Warning);
ASYNCIO_EXCEPTION(RuntimeWarning, Warning);
ASYNCIO_EXCEPTION(UserWarning, Warning);
ASYNCIO_EXCEPTION(InvalidStateError, Exception);
ASYNCIO_EXCEPTION(SendfileNotAvailableError, RuntimeError);
// Python's subprocess.SubprocessError.
ASYNCIO_EXCEPTION(SubprocessError, Exception);
#undef ASYNCIO_EXCEPTION

class KeyError : public LookupError {
public:
    using LookupError::LookupError;
    // With quotes, as in Python: the message is the key's repr.
    std::string str() const override;
};

// An error of the operating system; str() is "[Errno 111] Connect call failed ..." as in Python.
class OSError : public Exception {
public:
    OSError() = default;
    explicit OSError(std::string message, std::source_location made_at = std::source_location::current())
        : Exception(std::move(message), made_at) {}
    explicit OSError(int argument) : Exception(argument) {}
    // `filename`: what it is about, if anything.
    OSError(int error_number, const std::string& text, const std::string& filename = {});
    // Python's exc.errno and exc.strerror; 0 and empty without an error number.
    int error_number() const noexcept { return error_number_; }
    const std::string& strerror() const noexcept { return strerror_; }
    // Python's exc.filename; empty for None.
    const std::string& filename() const noexcept { return filename_; }

    ExceptionArguments args() const override;

private:
    int error_number_ = 0;
    std::string strerror_;
    std::string filename_;
};

#define ASYNCIO_OS_ERROR(Name, Base) \
    class Name : public Base {       \
    public:                          \
        using Base::Base;            \
    }
ASYNCIO_OS_ERROR(TimeoutError, OSError);
ASYNCIO_OS_ERROR(ConnectionError, OSError);
ASYNCIO_OS_ERROR(BrokenPipeError, ConnectionError);
ASYNCIO_OS_ERROR(ConnectionAbortedError, ConnectionError);
ASYNCIO_OS_ERROR(ConnectionRefusedError, ConnectionError);
ASYNCIO_OS_ERROR(ConnectionResetError, ConnectionError);
ASYNCIO_OS_ERROR(BlockingIOError, OSError);
ASYNCIO_OS_ERROR(ChildProcessError, OSError);
ASYNCIO_OS_ERROR(FileExistsError, OSError);
ASYNCIO_OS_ERROR(FileNotFoundError, OSError);
ASYNCIO_OS_ERROR(InterruptedError, OSError);
ASYNCIO_OS_ERROR(IsADirectoryError, OSError);
ASYNCIO_OS_ERROR(NotADirectoryError, OSError);
ASYNCIO_OS_ERROR(PermissionError, OSError);
ASYNCIO_OS_ERROR(ProcessLookupError, OSError);
// Of a look-up; Python's socket.gaierror. Its numbers are getaddrinfo()'s, below 0.
ASYNCIO_OS_ERROR(gaierror, OSError);
#undef ASYNCIO_OS_ERROR

// Throws the OSError subclass that Python has for `error_number`, with `text` (default: strerror).
[[noreturn]] void throw_os_error(int error_number, std::string text = {}, const std::string& filename = {});

// The end of the stream came before what was asked for.
class IncompleteReadError : public EOFError {
public:
    // `expected` is empty (None) where no number of bytes was asked for.
    IncompleteReadError(Bytes partial, std::optional<std::int64_t> expected);
    // What there was.
    const Bytes& partial() const noexcept { return partial_; }
    std::optional<std::int64_t> expected() const noexcept { return expected_; }

private:
    Bytes partial_;
    std::optional<std::int64_t> expected_;
};

// The separator was not found within the limit; `consumed` bytes were looked at.
class LimitOverrunError : public Exception {
public:
    LimitOverrunError(std::string message, std::size_t consumed)
        : Exception(std::move(message)), consumed_(consumed) {}
    std::size_t consumed() const noexcept { return consumed_; }

private:
    std::size_t consumed_;
};

// Where a stored exception was made; nowhere if that is not known.
std::source_location made_at(const std::exception_ptr& error);

// The type of any stored exception, Python's way, as str() and repr() of it show it; foreign std::exceptions
// get the nearest Python name.
std::string type_name(const std::exception_ptr& error);
inline std::string type_name(const BaseException& error) { return error.type_name(); }
std::string type_name_of_any(const std::exception& error);
template <std::same_as<std::exception> E>  // as which it was caught
std::string type_name(const E& error) {
    return type_name_of_any(error);
}
// The cause of a stored exception; null if it has none.
std::exception_ptr cause_of(const std::exception_ptr& error);
// Its arguments; empty for what is no BaseException.
ExceptionArguments args_of(const std::exception_ptr& error);
// Its notes; empty for what is no BaseException.
std::vector<std::string> notes_of(const std::exception_ptr& error);

namespace detail {
// repr(), but an error of the operating system by its symbol, ConnectionRefusedError(ECONNREFUSED): its text
// names ports.
std::string portable_repr(const std::exception_ptr& error);
// The exact type without throwing; null for a null pointer.
const std::type_info* type_of(const std::exception_ptr& error) noexcept;
// The exception as a `catch (const E&)` would find it, without the cost of throwing it; null if it would not.
// Valid as long as `error`.
const void* caught_as(const std::exception_ptr& error, const std::type_info& type) noexcept;
template <class E>
bool is_instance(const std::exception_ptr& error) noexcept {
    return caught_as(error, typeid(E)) != nullptr;
}
bool is_cancelled_error(const std::exception_ptr& error) noexcept;
// The same; null if it is another type.
const CancelledError* as_cancelled_error(const std::exception_ptr& error) noexcept;
// KeyboardInterrupt and SystemExit leave the loop.
bool leaves_the_loop(const std::exception_ptr& error) noexcept;
}  // namespace detail
}  // namespace asyncio
