// Exception groups: their texts, their parts, and except*.
#include "tests/engine/engine_test.h"

using namespace asyncio;
using engine_test::thrown_by;

namespace {

template <class E>
std::exception_ptr stored(E error) {
    return std::make_exception_ptr(std::move(error));
}

ExceptionGroup nested() {
    return ExceptionGroup("m",
                          {stored(ValueError("a")), stored(TypeError("b")),
                           stored(ExceptionGroup("n", {stored(ValueError("c")), stored(OSError("d"))}))});
}

}  // namespace

TEST_CASE("a group shows its exceptions as Python does") {
    CHECK(nested().str() == "m (3 sub-exceptions)");
    CHECK(ExceptionGroup("m", {stored(ValueError())}).str() == "m (1 sub-exception)");
    CHECK(nested().repr() ==
          "ExceptionGroup('m', [ValueError('a'), TypeError('b'), ExceptionGroup('n', [ValueError('c'), "
          "OSError('d')])])");
}

TEST_CASE("a group takes exceptions as they are, or stored") {
    CHECK(ExceptionGroup("m", {ValueError("a"), stored(TypeError("b")), nested()}).repr() ==
          "ExceptionGroup('m', [ValueError('a'), TypeError('b'), " + nested().repr() + "])");
}

TEST_CASE("a clause of except* takes a group, an ExceptionGroup or nothing") {
    std::string seen;
    except_star(stored(nested()),
                on<ValueError>([&](const ExceptionGroup& group) { seen += group.repr() + " "; }),
                on<TypeError>([&] { seen += "TypeError "; }),
                on<OSError>([&](const BaseExceptionGroup& group) { seen += group.str(); }));
    CHECK(seen ==
          "ExceptionGroup('m', [ValueError('a'), ExceptionGroup('n', [ValueError('c')])]) TypeError m (1 "
          "sub-exception)");
}

TEST_CASE("a group needs exceptions, and an ExceptionGroup only takes Exceptions") {
    CHECK(thrown_by([] { ExceptionGroup("m", {}); }) ==
          "ValueError('second argument (exceptions) must be a non-empty sequence')");
    CHECK(thrown_by([] { ExceptionGroup("m", {stored(KeyboardInterrupt())}); }) ==
          "TypeError('Cannot nest BaseExceptions in an ExceptionGroup')");
}

TEST_CASE("a group is a std::exception if all that it holds are") {
    const auto caught_as_exception = [](const GroupPtr& group) {
        try {
            group.raise();
        } catch (const std::exception&) {
            return true;
        } catch (const BaseExceptionGroup&) {
            return false;
        }
    };
    CHECK(caught_as_exception(make_exception_group("m", {stored(std::runtime_error("x"))})));
    const GroupPtr mixed = make_exception_group("m", {stored(ValueError()), stored(CancelledError())});
    CHECK_FALSE(caught_as_exception(mixed));
    CHECK(repr(mixed) == "BaseExceptionGroup('m', [ValueError(), CancelledError()])");
}

TEST_CASE("a BaseExceptionGroup is told by the class that Python gives it, also before it gets it") {
    const BaseExceptionGroup plain("m", {ValueError("x")});
    CHECK(repr(plain) == "ExceptionGroup('m', [ValueError('x')])");
    CHECK(repr(std::make_exception_ptr(plain)) == repr(plain));
    CHECK(isinstance<ExceptionGroup>(GroupPtr(plain)));
    const BaseExceptionGroup mixed("m", {plain, CancelledError("c")});
    CHECK(repr(std::make_exception_ptr(mixed)) ==
          "BaseExceptionGroup('m', [ExceptionGroup('m', [ValueError('x')]), CancelledError('c')])");
    try {
        throw mixed;
    } catch (const BaseExceptionGroup& caught) {
        CHECK(isinstance<BaseException>(GroupPtr(caught)));
    }
}

TEST_CASE("split() keeps the nesting and the messages") {
    const auto [values, rest] = nested().split<ValueError>();
    CHECK(repr(values) == "ExceptionGroup('m', [ValueError('a'), ExceptionGroup('n', [ValueError('c')])])");
    CHECK(repr(rest) == "ExceptionGroup('m', [TypeError('b'), ExceptionGroup('n', [OSError('d')])])");
    const auto [all, none] = nested().split<ExceptionGroup>();
    CHECK(repr(all) == nested().repr());
    CHECK_FALSE(none);
    CHECK_FALSE(nested().subgroup<KeyError>());
    CHECK(repr(none) == "None");
}

TEST_CASE("a class of one's own keeps its type in its parts by derive()") {
    class Failures : public ExceptionGroup {
    public:
        using ExceptionGroup::ExceptionGroup;
        GroupPtr derive(std::vector<std::exception_ptr> exceptions) const override {
            return Failures(message(), std::move(exceptions));
        }
    };
    const Failures failures("m", {stored(ValueError("a")), stored(TypeError("b"))});
    CHECK(repr(failures.subgroup<TypeError>()) == "Failures('m', [TypeError('b')])");
}

TEST_CASE("except* derives what is left for each clause, also for one that takes nothing") {
    struct Mine : ExceptionGroup {
        using ExceptionGroup::ExceptionGroup;
        GroupPtr derive(std::vector<std::exception_ptr> exceptions) const override {
            return Mine("mine:" + message(), std::move(exceptions));
        }
    };
    std::string taken;
    except_star(stored(Mine("g", {stored(TypeError("t")), stored(KeyError("k"))})),
                on<ValueError>([](const BaseExceptionGroup&) {}),
                on<TypeError>([&](const BaseExceptionGroup& group) { taken = group.message(); }),
                on<KeyError>([](const BaseExceptionGroup&) {}));
    CHECK(taken == "mine:mine:g");
}

TEST_CASE("derive() takes exceptions themselves") {
    const GroupPtr group = nested().derive({ValueError("z"), stored(KeyError("y"))});
    CHECK(repr(group) == "ExceptionGroup('m', [ValueError('z'), KeyError('y')])");
}

TEST_CASE("except_star() takes a group as it was caught") {
    std::string seen;
    const auto note = [&](const BaseExceptionGroup& group) { seen = group.repr(); };
    const auto fails = [&] {
        try {
            throw nested();
        } catch (const BaseExceptionGroup& group) {
            except_star(group, on<TypeError, OSError>(note));
        }
    };
    CHECK(thrown_by(fails) ==
          "ExceptionGroup('m', [ValueError('a'), ExceptionGroup('n', [ValueError('c')])])");
    CHECK(seen == "ExceptionGroup('m', [TypeError('b'), ExceptionGroup('n', [OSError('d')])])");
}

TEST_CASE("except_star() gives each clause its part and throws what is left") {
    std::vector<std::string> seen;
    const auto note = [&](const BaseExceptionGroup& group) { seen.push_back(group.repr()); };
    const auto error = stored(nested());
    CHECK(thrown_by([&] { except_star(error, on<ValueError>(note), on<KeyError>(note)); }) ==
          "ExceptionGroup('m', [TypeError('b'), ExceptionGroup('n', [OSError('d')])])");
    CHECK(seen == std::vector<std::string>{
                      "ExceptionGroup('m', [ValueError('a'), ExceptionGroup('n', [ValueError('c')])])"});
    CHECK(thrown_by([&] { except_star(error, on<ValueError, TypeError, OSError>(note)); }) == "nothing");
    CHECK(thrown_by([&] { except_star(nullptr, on<ValueError>(note)); }) == "nothing");
}

TEST_CASE("except_star() joins what its clauses throw with what is left") {
    const auto fails = [](const BaseExceptionGroup&) { throw KeyError("k"); };
    const auto again = [](const BaseExceptionGroup&) { throw; };
    const auto ignore = [](const BaseExceptionGroup&) {};
    const auto error = stored(nested());
    CHECK(thrown_by([&] { except_star(error, on<ValueError>(ignore), on<TypeError>(fails)); }) ==
          "ExceptionGroup('', [KeyError('k'), ExceptionGroup('m', [ExceptionGroup('n', [OSError('d')])])])");
    CHECK(thrown_by([&] { except_star(error, on<ValueError>(again), on<TypeError>(ignore)); }) ==
          "ExceptionGroup('m', [ValueError('a'), ExceptionGroup('n', [ValueError('c'), OSError('d')])])");
    CHECK(thrown_by([&] { except_star(error, on<Exception>(fails)); }) == "KeyError('k')");
}

TEST_CASE("except_star() makes a group of a naked exception, unless no clause wants it") {
    std::string seen;
    const auto note = [&](const BaseExceptionGroup& group) { seen = group.repr(); };
    CHECK(thrown_by([&] { except_star(stored(ValueError("x")), on<ValueError>(note)); }) == "nothing");
    CHECK(seen == "ExceptionGroup('', (ValueError('x'),))");  // shown as in Python
    CHECK(thrown_by([&] { except_star(stored(ValueError("x")), on<TypeError>(note)); }) == "ValueError('x')");
}

TEST_CASE("isinstance() asks what a stored exception is") {
    const auto error = std::make_exception_ptr(KeyError("k"));
    CHECK(isinstance<KeyError>(error));
    CHECK(isinstance<ValueError, LookupError>(error));
    CHECK_FALSE(isinstance<ValueError, TypeError>(error));
    CHECK_FALSE(isinstance<KeyError>(nullptr));
    try {
        throw TimeoutError();
    } catch (const std::exception& caught) {
        CHECK(isinstance<ValueError, OSError>(caught));
        CHECK_FALSE(isinstance<ValueError>(caught));
    }
    try {
        throw KeyError("k");
    } catch (const Exception& caught) {
        CHECK(isinstance<LookupError>(caught));
        CHECK_FALSE(isinstance<CancelledError>(caught));
    }
}
