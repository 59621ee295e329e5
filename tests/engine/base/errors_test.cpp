#include "tests/engine/engine_test.h"

#include <stdexcept>

using namespace asyncio;
using engine_test::thrown_by;

namespace {

class LessonError : public ValueError {
public:
    using ValueError::ValueError;
};

template <class E>
std::exception_ptr made(E error) {
    return std::make_exception_ptr(std::move(error));
}

}  // namespace

TEST_CASE("an exception shows as in Python: type, str and repr") {
    const auto error = made(ValueError("bad"));
    CHECK(type_name(error) == "ValueError");
    CHECK(str(error) == "bad");
    CHECK(repr(error) == "ValueError('bad')");
}

TEST_CASE("an exception without arguments has an empty str, one with an empty text shows it") {
    CHECK(str(made(RuntimeError())) == "");
    CHECK(repr(made(RuntimeError())) == "RuntimeError()");
    CHECK(repr(made(RuntimeError(""))) == "RuntimeError('')");
}

TEST_CASE("repr takes the quotes that Python takes") {
    CHECK(repr(made(ValueError("it's"))) == R"(ValueError("it's"))");
    CHECK(repr(made(ValueError("a\nb"))) == R"(ValueError('a\nb'))");
}

TEST_CASE("an exception of the program's own shows its name without namespaces") {
    CHECK(repr(made(LessonError("mine"))) == "LessonError('mine')");
}

template <class T>
std::string name_of_local_class() {
    struct Local : ValueError {};
    return type_name(std::make_exception_ptr(Local()));
}
template <class T>
struct Tagged : ValueError {};

TEST_CASE("an exception shows its bare name wherever its class stands") {
    CHECK(name_of_local_class<std::vector<int>>() == "Local");
    CHECK(type_name(std::make_exception_ptr(Tagged<std::vector<int>>())) == "Tagged");
    const auto result = engine_test::run([]() -> Coroutine<> {
        class Fatal : public BaseException {
            using BaseException::BaseException;
        };
        print(repr(Fatal("x")));
        co_return;
    });
    CHECK(result.lines == std::vector<std::string>{"Fatal('x')"});
}

TEST_CASE("a sliced copy is not made when an exception is stored") {
    std::exception_ptr error;
    try {
        throw LessonError("mine");
    } catch (const ValueError&) {
        error = std::current_exception();
    }
    CHECK(type_name(error) == "LessonError");
}

TEST_CASE("an exception that is given on where it was caught stays the same one") {
    std::exception_ptr given;
    try {
        throw LessonError("a");
    } catch (const Exception& error) {
        given = GivenException(error).take();
        CHECK(given == std::current_exception());
        CHECK(repr(GivenException(ValueError("another")).take()) == "ValueError('another')");
    }
    CHECK(type_name(given) == "LessonError");
    CHECK(GivenException(nullptr).take() == nullptr);
}

TEST_CASE("standard C++ exceptions get the nearest Python name") {
    CHECK(repr(made(std::runtime_error("x"))) == "RuntimeError('x')");
    CHECK(repr(made(std::invalid_argument("x"))) == "ValueError('x')");
    CHECK(repr(made(std::out_of_range("x"))) == "IndexError('x')");
    CHECK(type_name(made(std::bad_alloc())) == "MemoryError");
    CHECK(repr(made(std::logic_error("x"))) == "logic_error('x')");
}

TEST_CASE("something thrown that is no exception at all still has a text") {
    CHECK(type_name(made(42)) == "int");
    CHECK(str(made(42)) == "");
    CHECK(repr(std::exception_ptr()) == "None");
}

TEST_CASE("notes stay with an exception, whoever throws it on") {
    const auto error = made(ValueError("bad"));
    CHECK(notes_of(error).empty());
    try {
        try {
            std::rethrow_exception(error);
        } catch (const ValueError& exc) {
            exc.add_note("first");
            exc.add_note("second");
            throw;
        }
    } catch (const BaseException& exc) {
        CHECK(exc.notes() == std::vector<std::string>{"first", "second"});
    }
    CHECK(notes_of(error) == std::vector<std::string>{"first", "second"});
    CHECK(notes_of(made(std::runtime_error("foreign"))).empty());
}

TEST_CASE("CancelledError passes handlers of std::exception and of Exception, as in Python") {
    static_assert(!std::is_base_of_v<std::exception, CancelledError>);
    static_assert(!std::is_base_of_v<Exception, CancelledError>);
    static_assert(std::is_base_of_v<BaseException, CancelledError>);
    CHECK(detail::is_cancelled_error(made(CancelledError())));
    CHECK_FALSE(detail::is_cancelled_error(made(RuntimeError())));
    CHECK_FALSE(detail::is_cancelled_error(nullptr));
}

TEST_CASE("CancelledError knows its message without being thrown") {
    const auto error = made(CancelledError("why"));
    REQUIRE(detail::as_cancelled_error(error) != nullptr);
    CHECK(detail::as_cancelled_error(error)->str() == "why");
    CHECK(detail::as_cancelled_error(made(ValueError("why"))) == nullptr);
    CHECK(repr(made(CancelledError())) == "CancelledError()");
}

namespace {
struct Odd {  // not where the exception itself begins
    virtual ~Odd() = default;
    int number = 0;
};
class Stopped : public Odd, public CancelledError {
    using CancelledError::CancelledError;
};
class Quit : public KeyboardInterrupt {
    using KeyboardInterrupt::KeyboardInterrupt;
};
}  // namespace

TEST_CASE("what is derived from CancelledError is one, wherever it lies in the object") {
    const auto error = made(Stopped("enough"));
    REQUIRE(detail::is_cancelled_error(error));
    CHECK(detail::as_cancelled_error(error)->repr() == "Stopped('enough')");
    CHECK(detail::is_instance<BaseException>(error));
    CHECK_FALSE(detail::is_instance<std::exception>(error));
    CHECK_FALSE(detail::is_cancelled_error(nullptr));
}

TEST_CASE("what is derived from KeyboardInterrupt leaves the loop, too") {
    CHECK(detail::leaves_the_loop(made(Quit())));
    auto quits = []() -> Coroutine<> {
        co_await sleep(1);
        throw Quit("now");
    };
    auto main = [&]() -> Coroutine<> {
        const auto task = create_task(quits());
        co_await sleep(2);
    };
    CHECK_THROWS_AS(run(main(), {.clock = ClockKind::virtual_time}), Quit);
}

TEST_CASE("only KeyboardInterrupt and SystemExit leave the loop") {
    CHECK(detail::leaves_the_loop(made(KeyboardInterrupt())));
    CHECK(detail::leaves_the_loop(made(SystemExit())));
    CHECK_FALSE(detail::leaves_the_loop(made(CancelledError())));
    CHECK_FALSE(detail::leaves_the_loop(nullptr));
}

TEST_CASE("an OSError has a number, and the subclass that Python gives it") {
    CHECK(thrown_by([] { throw_os_error(ECONNREFUSED); }) ==
          "ConnectionRefusedError(111, 'Connection refused')");
    CHECK(thrown_by([] { throw_os_error(ECONNRESET); }) ==
          "ConnectionResetError(104, 'Connection reset by peer')");
    CHECK(thrown_by([] { throw_os_error(EPIPE); }) == "BrokenPipeError(32, 'Broken pipe')");
    CHECK(thrown_by([] { throw_os_error(EADDRINUSE, "taken"); }) == "OSError(98, 'taken')");
    try {
        throw_os_error(EPIPE);
    } catch (const ConnectionError& error) {
        CHECK(error.str() == "[Errno 32] Broken pipe");
        CHECK(error.error_number() == EPIPE);
    }
}

TEST_CASE("TimeoutError is an OSError and may be empty") {
    static_assert(std::is_base_of_v<OSError, TimeoutError>);
    CHECK(repr(made(TimeoutError())) == "TimeoutError()");
}

TEST_CASE("IncompleteReadError says what came and what was asked for") {
    const IncompleteReadError some("abc", 10), until("abc", std::nullopt);
    CHECK(some.str() == "3 bytes read on a total of 10 expected bytes");
    CHECK(until.str() == "3 bytes read on a total of undefined expected bytes");
    CHECK(some.partial() == "abc");
}

TEST_CASE("what() is str(), for handlers that know only std::exception") {
    CHECK(std::string(ValueError("text").what()) == "text");
    CHECK(std::string(ValueError().what()).empty());
    CHECK(std::string(CancelledError("no Exception").what()) == "no Exception");
}

TEST_CASE("what is caught as std::exception, Python's Exception, shows as what it is") {
    const auto shown = [](const auto& error) {
        try {
            throw error;
        } catch (const std::exception& caught) {
            return type_name(caught) + " " + repr(caught) + " " + str(caught);
        }
    };
    CHECK(shown(KeyError("k")) == "KeyError KeyError('k') 'k'");
    CHECK(shown(ExceptionGroup("m", {ValueError("v")})) ==
          "ExceptionGroup ExceptionGroup('m', [ValueError('v')]) m (1 sub-exception)");
    CHECK(shown(std::out_of_range("far")) == "IndexError IndexError('far') far");
    CHECK(repr(std::runtime_error("odd")) == "RuntimeError('odd')");
    CHECK(str(std::runtime_error("odd")) == "odd");
}

TEST_CASE("in the step log a system's error has its number's name, one of a look-up its number") {
    const auto shown = [](const auto& error) {
        return detail::portable_repr(std::make_exception_ptr(error));
    };
    CHECK(shown(OSError(EACCES, "no")) == "OSError(EACCES)");
    CHECK(shown(gaierror(-2, "Name or service not known")) == "gaierror(-2)");
    CHECK(shown(OSError("no number")) == "OSError('no number')");
}
