// How the interpreter runs a program's tree. What its statements do is in a file for each subject, as in
// Python.
#pragma once

#include "tests/random_programs/world.h"

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace random_programs {

using Node = nlohmann::json;

// How a block ended.
enum class Flow { next, leave };

struct Program {
    World world;
    Node tree;
};

// A call of a function.
struct Frame {
    Program& program;
    World& world;
    int level;
    Value result = {};
    std::map<int, TaskGroup> groups = {};
    std::map<int, Timeout> timeouts = {};
};

inline std::size_t number(const Node& node) { return node.get<std::size_t>(); }
inline std::string text(const Node& node) { return node.get<std::string>(); }
inline std::optional<std::string> message(const Node& node) {
    return node.is_null() ? std::nullopt : std::optional(text(node));
}
inline std::optional<double> limit(const Node& node) {
    return node.is_null() ? std::nullopt : std::optional(node.get<double>());
}

Coroutine<Flow> run_block(Frame& frame, const Node& block);
Coroutine<Flow> run_statement(Frame& frame, const Node& statement);
Coroutine<Value> call(Program& program, std::size_t function);
Items generator(Program& program, std::size_t index);
void run_callback(Program& program, const Node& block);

// What a statement may await.
using Awaited = std::variant<AnyFuture, Coroutine<Value>>;

Awaited awaitable(Frame& frame, const Node& what);
Coroutine<Value> coroutine_of(Program& program, const Node& what);
AnyFuture future_of(Awaited awaited);
// Python evaluates all arguments before a coroutine becomes a task.
std::vector<Awaited> arguments(Frame& frame, const Node& many);
std::vector<AnyFuture> futures_of(Frame& frame, const Node& many);

template <class T>
Coroutine<Value> valued(Coroutine<T> coroutine) {
    if constexpr (std::is_void_v<T>) {
        co_await coroutine;
        co_return Value();
    } else {
        co_return random_programs::value_of(co_await coroutine);
    }
}

// What the operations of one subject do, by name.
struct Subject {
    std::map<std::string, void (*)(Program&, const Node& statement)> at_once;  // in callbacks, too
    std::map<std::string, Coroutine<Flow> (*)(Frame&, const Node& statement)> waiting;
    std::map<std::string, Coroutine<Value> (*)(Program&, const Node& awaitable)> coroutines;
};

const Subject& language();
const Subject& tasks();
const Subject& waiting();
const Subject& synchronization();
const Subject& readers();
const Subject& connections();
const Subject& generators();

// Makes two connections in `world`: "tcp", "unix" or "pair".
Coroutine<> connect(World& world, std::string kind, std::int64_t limit);

}  // namespace random_programs
