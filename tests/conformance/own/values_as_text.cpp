// How values look when they are printed, in containers, in results and in exceptions: numbers, text, bytes,
// None.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <limits>

namespace conformance::values_as_text {
namespace {

using asyncio::Bytes;
using asyncio::Coroutine;
using asyncio::None;

template <class T>
Coroutine<T> gives(T value) {
    co_await asyncio::sleep(0);
    co_return value;
}

template <class T>
void shows(const T& value) {
    log(value, std::vector<T>{value});
}

// Python's text.strip(), as far as it is needed here.
std::string stripped(const std::string& text) {
    const auto end = text.find_last_not_of(" \t\n");
    return end == std::string::npos ? "-" : text.substr(0, end + 1);
}

template <class E>
Coroutine<> raises(E exc) {
    log(err(exc), exc.repr(), exc.args());
    const auto future = asyncio::get_running_loop().create_future();
    future.set_exception(exc);
    try {
        co_await future;
    } catch (const asyncio::Exception& same) {
        log(same);
    }
}

Coroutine<> main_() {
    const double inf = std::numeric_limits<double>::infinity();
    for (const double number : {0.1 + 0.2, 1e16, 1e15, 123456789012345680.0, 1e-5, 0.0001, -0.0, 2.0, 1.0 / 3,
                                1e100, inf, -inf, std::numeric_limits<double>::quiet_NaN()}) {
        shows(number);
        co_await gives(number);
    }
    const std::vector<std::string> texts{"plain",
                                         "it's",
                                         "both ' and \"",
                                         "tab\tnewline\n",
                                         "back\\slash",
                                         "é ü ß €",
                                         std::string("\x00\x7f\x1b", 3),
                                         "😀",
                                         ""};
    for (const std::string& text : texts) {
        log(stripped(text), std::vector<std::string>{text});
        co_await gives(text);
    }
    for (const Bytes& data : {Bytes("plain"), Bytes("it's"), Bytes("\x00\xff\n", 3), Bytes("")}) {
        shows(data);
        co_await gives(data);
    }
    shows(None());
    log(true, "[True]");
    log(false, "[False]");
    shows(0);
    shows(-1);
    shows(std::int64_t{1'000'000'000'000'000'000});
    shows(std::vector<int>());
    log("[1, 'a', None]", "[[1, 'a', None]]");
    shows(std::tuple(1));
    shows(std::tuple(1, 2.5));
    shows(std::map<std::string, int>());
    log("{'a': 1, 'b': [2]}", "[{'a': 1, 'b': [2]}]");
    const std::vector<double> list{1.5};
    const std::tuple pair(1, std::string("x"));
    log(co_await asyncio::gather(gives(1), gives(std::string("a")), gives(None()), gives(list), gives(pair)));
    co_await raises(asyncio::ValueError());
    co_await raises(asyncio::ValueError(""));
    co_await raises(asyncio::ValueError("a"));
    co_await raises(asyncio::ValueError("it's"));
    co_await raises(asyncio::ValueError(1, "b"));
    co_await raises(asyncio::KeyError("k"));
    co_await raises(asyncio::KeyError(3));
    co_await raises(asyncio::FileNotFoundError(2, "gone"));
    const auto one = asyncio::create_task(gives(1), {.name = "1"});
    const auto text = asyncio::create_task(gives(std::string("text")), {.name = "text"});
    const auto two = asyncio::create_task(gives(2.0), {.name = "2.0"});
    co_await asyncio::wait(one, text, two);
    log(asyncio::GatherResults<int, std::string, double>(one.result(), text.result(), two.result()),
        std::vector{one.get_name(), text.get_name(), two.get_name()});
    const asyncio::Queue<std::string> queue;
    for (const char* value : {"a", "it's", "\n"}) queue.put_nowait(value);
    log(queue);
    log(std::vector<std::string>{"é", "日本", "😀", "\u200b", "\xc2\x85", "\xc2\xa0", "\ufeff", "\U000e0041",
                                 "\ue000", "ab\u00adc"});
    const std::vector<std::exception_ptr> errors = {std::make_exception_ptr(asyncio::ValueError("a")),
                                                    std::make_exception_ptr(asyncio::KeyError("k")),
                                                    std::make_exception_ptr(asyncio::CancelledError())};
    const std::map<std::string, std::exception_ptr> by_name = {{"a", errors[0]}};
    log(errors, by_name, std::pair(1, errors[1]), errors[0], errors[1]);
    const auto group = asyncio::make_exception_group("group", errors);
    const asyncio::ExceptionGroup single("one", {errors[0]});
    log(group->exceptions(), single.exceptions(), group);
}

const Case kCase("values_as_text", main_);

}  // namespace
}  // namespace conformance::values_as_text
