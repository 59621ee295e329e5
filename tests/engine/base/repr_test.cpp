// Expected texts are what CPython's repr(), str() and print() give.
#include "engine/base/stable_text.h"
#include "tests/engine/engine_test.h"

#include <array>
#include <cmath>
#include <deque>
#include <functional>
#include <limits>
#include <list>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

using namespace asyncio;

namespace {

struct Point {
    int x = 0, y = 0;
    std::string repr() const { return "Point(" + std::to_string(x) + ", " + std::to_string(y) + ")"; }
};

struct Opaque {};

void plain_function() {}
void with_argument(int) {}
struct Tells {
    static constexpr const char* call_name = "tells";
    void operator()() const {}
};

}  // namespace

TEST_CASE("numbers") {
    CHECK(repr(42) == "42");
    CHECK(repr(-7L) == "-7");
    CHECK(repr(std::uint64_t{18446744073709551615u}) == "18446744073709551615");
    CHECK(repr(true) == "True");
    CHECK(repr(false) == "False");
    std::vector<bool> truths{true};
    CHECK(repr(truths[0]) == "True");
    CHECK(str(truths[0]) == "True");
}

TEST_CASE("a float shows the shortest text that reads back the same") {
    CHECK(repr(1.0) == "1.0");
    CHECK(repr(0.1) == "0.1");
    CHECK(repr(0.1 + 0.2) == "0.30000000000000004");
    CHECK(repr(-0.0) == "-0.0");
    CHECK(repr(1e15) == "1000000000000000.0");
    CHECK(repr(1e16) == "1e+16");
    CHECK(repr(1.5e300) == "1.5e+300");
    CHECK(repr(0.0001) == "0.0001");
    CHECK(repr(0.00001) == "1e-05");
    CHECK(repr(std::numeric_limits<double>::infinity()) == "inf");
    CHECK(repr(-std::numeric_limits<double>::infinity()) == "-inf");
    CHECK(repr(std::nan("")) == "nan");
}

TEST_CASE("text has quotes in repr and none in str") {
    CHECK(repr("plain") == "'plain'");
    CHECK(repr(std::string("it's")) == "\"it's\"");
    CHECK(repr("both ' and \"") == R"('both \' and "')");
    CHECK(repr("tab\tnewline\n\\ \x01") == R"('tab\tnewline\n\\ \x01')");
    CHECK(repr("grün") == "'grün'");
    CHECK(str("plain") == "plain");
    CHECK(str(std::string("plain")) == "plain");
}

TEST_CASE("bytes show as b'...', in str too") {
    CHECK(repr(Bytes("ab\n")) == R"(b'ab\n')");
    CHECK(repr(Bytes("\xff\x80")) == R"(b'\xff\x80')");
    CHECK(str(Bytes("x")) == "b'x'");
    CHECK(repr(Bytes("it's")) == R"(b"it's")");
    CHECK(repr(Bytes("both ' and \", \\ \x1f~\x7f")) == R"(b'both \' and ", \\ \x1f~\x7f')");
    CHECK(repr(Bytes()) == "b''");
}

TEST_CASE("bytes have the methods that programs use") {
    CHECK(Bytes(" \tab \n").strip() == "ab");
    CHECK(Bytes("   ").strip() == "");
    CHECK(Bytes("xxaxx").strip("x") == "a");
    CHECK(Bytes(" ab ").lstrip() == "ab ");
    CHECK(Bytes(" ab ").rstrip() == " ab");
    CHECK(Bytes("aB1").upper() == "AB1");
    CHECK(Bytes("aB1").lower() == "ab1");
    CHECK(repr(Bytes(" a  bc\n").split()) == "[b'a', b'bc']");
    CHECK(repr(Bytes(" \n").split()) == "[]");
    CHECK(repr(Bytes("a,,b,").split(",")) == "[b'a', b'', b'b', b'']");
    CHECK(repr(Bytes("a b  c ").split(1)) == "[b'a', b'b  c ']");
    CHECK(repr(Bytes("k: v: w").split(": ", 1)) == "[b'k', b'v: w']");
    CHECK(repr(Bytes("a\r\nb\n\nc").splitlines()) == "[b'a', b'b', b'', b'c']");
    CHECK(repr(Bytes(", ").join({"a", "b"})) == "b'a, b'");
    CHECK(repr(Bytes("a-b-").replace("-", "+")) == "b'a+b+'");
    CHECK(repr(Bytes("GET /").removeprefix("GET ")) == "b'/'");
    CHECK(repr(Bytes("a: b: c").partition(": ")) == "(b'a', b': ', b'b: c')");
    CHECK(repr(Bytes("a: b: c").rpartition(": ")) == "(b'a: b', b': ', b'c')");
    CHECK(repr(Bytes("a").partition(":")) == "(b'a', b'', b'')");
    CHECK(repr(Bytes("a").rpartition(":")) == "(b'', b'', b'a')");
    CHECK_THROWS_AS(Bytes("a").partition(""), ValueError);
    CHECK_THROWS_AS(Bytes("a").split(""), ValueError);
    CHECK(Bytes("GET /").startswith("GET"));
    CHECK(Bytes("GET /").contains("T /"));
    CHECK(str(Bytes("ab").decode()) == "ab");
}

TEST_CASE("decoded bytes are text with the same methods") {
    auto line = Bytes(" Say: hello\r\n").decode().strip();
    CHECK(repr(line) == "'Say: hello'");
    CHECK(repr(line.upper().split(": ", 1)) == "['SAY', 'HELLO']");
    CHECK(repr(line.encode()) == "b'Say: hello'");
    std::string plain = line;
    plain = true ? line : plain;
    Text changed = line;
    changed = "to " + changed;
    CHECK(changed == "to " + plain);
    CHECK(repr(ValueError(line)) == "ValueError('Say: hello')");
    CHECK(std::unordered_set<Text>{line}.contains(line));
}

TEST_CASE("what is made of bytes is bytes") {
    const Bytes data("data");
    const std::string text = "text ";
    CHECK(repr("echo: " + data) == "b'echo: data'");
    CHECK(repr(data + "\n") == "b'data\\n'");
    CHECK(repr(data + data) == "b'datadata'");
    CHECK(repr(text + data) == "b'text data'");
    CHECK(repr(data + std::string("!")) == "b'data!'");
    CHECK(repr(Bytes("a") + "b" + data.upper() + text) == "b'abDATAtext '");
    CHECK(repr(data.substr(1, 2)) == "b'at'");
    CHECK(repr("text " + data.decode()) == "'text data'");
    CHECK(repr(Bytes("\0\0\5hello")) == "b'\\x00\\x00\\x05hello'");
    CHECK(Bytes(3, 'x') == "xxx");
    char buffer[8] = "abc";
    CHECK(Bytes(buffer) == "abc");
    CHECK(Bytes("abcd").startswith(buffer));
}

TEST_CASE("containers show their elements by repr") {
    CHECK(repr(std::vector<int>{1, 2}) == "[1, 2]");
    CHECK(repr(std::vector<std::string>{"a"}) == "['a']");
    CHECK(repr(std::vector<bool>{true, false}) == "[True, False]");
    CHECK(repr(std::vector<int>{}) == "[]");
    CHECK(repr(std::tuple{1, "a"}) == "(1, 'a')");
    CHECK(repr(std::tuple{1}) == "(1,)");
    CHECK(repr(std::tuple<>{}) == "()");
    CHECK(repr(std::pair{1, 2.5}) == "(1, 2.5)");
    CHECK(repr(std::map<std::string, int>{{"a", 1}, {"b", 2}}) == "{'a': 1, 'b': 2}");
    CHECK(repr(std::map<int, int>{}) == "{}");
    CHECK(repr(std::set<int>{1, 2}) == "{1, 2}");
    CHECK(repr(std::set<int>{}) == "set()");
    CHECK(repr(std::deque<int>{1, 2}) == "deque([1, 2])");
    CHECK(repr(std::list<std::string>{"a"}) == "['a']");
    CHECK(repr(std::array<int, 2>{1, 2}) == "[1, 2]");
    CHECK(repr(std::unordered_map<std::string, int>{{"a", 1}}) == "{'a': 1}");
    CHECK(repr(std::unordered_set<int>{1}) == "{1}");
    CHECK(repr(std::set<int, std::greater<>>{1, 2}) == "{2, 1}");
    CHECK(repr(std::vector<std::deque<std::pair<int, double>>>{{{1, 2.5}}}) == "[deque([(1, 2.5)])]");
    CHECK(repr(std::vector<std::vector<int>>{{1}, {}}) == "[[1], []]");
    CHECK(str(std::vector<std::string>{"a"}) == "['a']");
}

TEST_CASE("a variant shows what is in it, a char as a text of one letter") {
    using Mixed = std::variant<std::monostate, int, std::string>;
    CHECK(repr(Mixed(1)) == "1");
    CHECK(repr(Mixed("x")) == "'x'");
    CHECK(str(Mixed("x")) == "x");
    CHECK(repr(Mixed()) == "None");
    CHECK(repr('x') == "'x'");
    CHECK(str('x') == "x");
}

TEST_CASE("None is None in all its C++ forms") {
    CHECK(repr(None{}) == "None");
    CHECK(repr(nullptr) == "None");
    CHECK(str(nullptr) == "None");
    CHECK(repr(std::nullopt) == "None");
    CHECK(repr(std::optional<int>()) == "None");
    CHECK(repr(std::optional<int>(3)) == "3");
}

TEST_CASE("a class says how it is shown; one that does not is an object") {
    CHECK(repr(Point{1, 2}) == "Point(1, 2)");
    CHECK(repr(std::vector<Point>{{1, 2}}) == "[Point(1, 2)]");
    CHECK(detail::repr_or_object(Opaque{}) == "<object>");
}

TEST_CASE("print() separates by spaces and shows text bare") {
    const auto result = engine_test::run([]() -> Coroutine<> {
        print("A", 1, 2.0, true, None{}, std::vector<std::string>{"x"});
        print();
        co_return;
    });
    CHECK(result.lines == std::vector<std::string>{"A 1 2.0 True None ['x']", ""});
}

TEST_CASE("fixed() rounds as Python's format does") {
    CHECK(fixed(1.0, 3) == "1.000");
    CHECK(fixed(0.0625, 3) == "0.062");
    CHECK(fixed(2.5, 0) == "2");
    CHECK(fixed(-0.0004, 3) == "-0.000");
}

TEST_CASE("a recording names no descriptors") {
    using detail::stable_text;
    CHECK(stable_text("<_SelectorSocketTransport fd=12 read=idle>") ==
          "<_SelectorSocketTransport fd=… read=idle>");
    CHECK(stable_text("(<asyncio.TransportSocket fd=3, laddr=('::1', 8)>,)") == "(<socket>,)");
    CHECK(stable_text("<pidfd=3 fd=x fd=>") == "<pidfd=3 fd=x fd=>");
    CHECK(detail::has_places("<StreamReader transport=<Transport closed fd=12>>"));
    CHECK_FALSE(detail::has_places("<Server sockets=()>"));
}

TEST_CASE("a plain function has its name, and so has a class that says it") {
    CHECK(detail::name_of(&plain_function) == "plain_function");
    CHECK(detail::name_of(plain_function) == "plain_function");
    CHECK(detail::name_of(with_argument) == "with_argument");
    CHECK(detail::name_of(named("other", plain_function)) == "other");
    CHECK(detail::name_of(Tells()) == "tells");
    CHECK(detail::name_of(&Event::set) == "asyncio.Event.set");
    CHECK(detail::name_of(&Queue<Point>::put_nowait) == "asyncio.Queue.put_nowait");
    CHECK(detail::name_of(&Point::repr) == "Point.repr");
    CHECK(detail::name_of(raise_signal) == "asyncio.raise_signal");
    CHECK(detail::shown_name("asyncio.Event.set") == "Event.set");
    CHECK(detail::bare_name("asyncio.Event.set") == "");  // built in, in Python
    CHECK(detail::name_of([] {}) == "<lambda>");
    CHECK(detail::name_of(+[] {}) == "<lambda>");
    CHECK(detail::name_of(std::function<void()>(plain_function)) == "plain_function");
    CHECK(detail::name_of(std::function<void()>([] {})) == "<lambda>");
    CHECK(Callback(plain_function).state().call_name() == "plain_function");
}

TEST_CASE("of a qualified name the step log has the last part") {
    CHECK(detail::bare_name("Watchdog.on_done") == "on_done");
    CHECK(detail::bare_name("main.<locals>.<lambda>") == "<lambda>");
    CHECK(detail::bare_name("work()") == "work");
    CHECK(detail::bare_name("<lambda>") == "<lambda>");
    CHECK(detail::bare_name("after 1.5 s") == "after 1.5 s");
    CHECK(detail::bare_name("see p. x") == "see p. x");
    CHECK(detail::name_of(functools::partial(&Point::repr, Point())) == "Point.repr");
    CHECK(detail::name_of(functools::partial(functools::partial(with_argument, 1))) == "with_argument()");
}

TEST_CASE("bytes and text can be repeated, and are true if not empty") {
    CHECK(repr(Bytes("ab") * 3) == "b'ababab'");
    CHECK(repr(2 * Bytes("-").decode()) == "'--'");
    CHECK((Bytes("0") && Bytes("0").decode()));
    CHECK_FALSE(Bytes("x") * 0);
}

TEST_CASE("a future shows no more of its result than reprlib does") {
    const auto shown = [](auto value) {
        auto loop = new_event_loop(engine_test::virtual_loop());
        auto future = loop->create_future<decltype(value)>();
        future.set_result(std::move(value));
        const std::string text = repr(future);
        return text.substr(std::string("<Future finished result=").size());
    };
    using Numbers = std::vector<int>;
    CHECK(shown(Numbers{1, 2, 3, 4, 5, 6}) == "[1, 2, 3, 4, 5, 6]>");
    CHECK(shown(Numbers{1, 2, 3, 4, 5, 6, 7, 8}) == "[1, 2, 3, 4, 5, 6, ...]>");
    CHECK(shown(std::set{1, 2, 3, 4, 5, 6, 7}) == "{1, 2, 3, 4, 5, 6, ...}>");
    CHECK(shown(std::deque{1, 2, 3, 4, 5, 6, 7}) == "deque([1, 2, 3, 4, 5, 6, ...])>");
    CHECK(shown(std::tuple(1, "a", Numbers{1, 2, 3, 4, 5, 6, 7})) == "(1, 'a', [1, 2, 3, 4, 5, 6, ...])>");
    CHECK(shown(std::map<int, std::string>{{1, "a: b, c"}, {2, "]"}, {3, "it's"}, {4, ""}, {5, ""}}) ==
          R"({1: 'a: b, c', 2: ']', 3: "it's", 4: '', ...}>)");
    CHECK(shown(std::string(40, 'x')) == "'xxxxxxxxxxxx...xxxxxxxxxxxxx'>");
    CHECK(shown(std::string("äöüäöüäöüäöüäöüäöüäöüäöüäöüä")) == "'äöüäöüäöüäöüäöüäöüäöüäöüäöüä'>");
    CHECK(shown(std::string("äöüäöüäöüäöüäöüäöüäöüäöüäöüäö")) == "'äöüäöüäöüäöü...öüäöüäöüäöüäö'>");
    CHECK(shown(std::vector{std::string(40, 'x')}) == "['xxxxxxxxxxxx...xxxxxxxxxxxxx']>");
    CHECK(shown(std::tuple<int>(1)) == "(1,)>");
    CHECK(shown(Numbers{}) == "[]>");
    std::vector<std::vector<std::vector<std::vector<std::vector<std::vector<Numbers>>>>>> deep{{{{{{{1}}}}}}};
    CHECK(shown(deep) == "[[[[[[[...]]]]]]]>");
}
