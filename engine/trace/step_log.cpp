#include "engine/trace/step_log.h"

#include "engine/trace/json_text.h"
#include "engine/trace/names.h"

#include <vector>

namespace loopscope::trace {

namespace {

// Python's repr() of a str.
std::string repr(std::string_view text) {
    const bool has_single = text.find('\'') != std::string_view::npos;
    const char quote = has_single && text.find('"') == std::string_view::npos ? '"' : '\'';
    constexpr char kHex[] = "0123456789abcdef";
    std::string result(1, quote);
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == quote || c == '\\')
            (result += '\\') += c;
        else if (c == '\n')
            result += "\\n";
        else if (c == '\r')
            result += "\\r";
        else if (c == '\t')
            result += "\\t";
        else if (byte < 0x20 || byte == 0x7f)
            ((result += "\\x") += kHex[byte >> 4]) += kHex[byte & 15];
        else
            result += c;
    }
    return result += quote;
}

class StepLog {
public:
    explicit StepLog(const Recording& recording) : recording_(recording) {
        objects_.update(recording);
        awaited_.resize(objects_.size());
    }

    std::vector<StepLine> lines() {
        for (std::size_t i = 0; i < recording_.events.size(); ++i) {
            index_ = static_cast<EventIndex>(i);
            event(recording_.events[i]);
        }
        return std::move(lines_);
    }

private:
    void event(const Event& e);
    void turn(const Event& e);
    void create(const Event& e);
    void begin_step(const Event& e);
    void end_step(const Event& e, const std::string& how);
    void begin_call(const Event& e);
    void begin_cancel(const Event& e);
    void resolve(const Event& e);
    void intervene(const Event& e);
    void print_line(const Event& e);

    void open(bool visible, const std::string& line);
    void close();
    void line(const std::string& text);

    bool is_task(ObjectId id) const { return objects_[id].kind == ObjectKind::task; }
    bool is_program_future(ObjectId id) const {
        return objects_[id].kind == ObjectKind::future && objects_[id].name == 0 && !objects_[id].internal;
    }
    // Tasks of asyncio's own are left out.
    bool is_hidden_task(ObjectId id) const { return is_task(id) && objects_[id].internal; }
    std::string text(const Event& e) const { return std::string(recording_.string(e.text)); }
    // An exception without arguments is shown by its name alone.
    std::string exception(const Event& e) const {
        const std::string repr = text(e);
        return repr.ends_with("()") ? repr.substr(0, repr.size() - 2) : repr;
    }
    std::string name(ObjectId id) const { return short_name(recording_, objects_, id, index_); }

    const Recording& recording_;
    ObjectIndex objects_;
    std::vector<bool> awaited_;
    std::vector<bool> open_;  // open steps, calls and cancels: whether each is shown
    std::size_t depth_ = 0;   // of open_, those that are shown
    bool in_loop_ = false;    // between run and close
    EventIndex index_ = 0;
    std::size_t turns_ = 0;
    std::uint64_t turn_ = 0;
    std::int64_t time_ns_ = 0;
    std::vector<StepLine> lines_;
};

void StepLog::event(const Event& e) {
    switch (e.kind) {
        case EventKind::turn: return turn(e);
        case EventKind::create: return create(e);
        case EventKind::step: return begin_step(e);
        case EventKind::yield: return end_step(e, "yield");
        case EventKind::await:
            if (e.b < awaited_.size() && !is_hidden_task(e.a)) awaited_[e.b] = true;
            return end_step(e, "await " + describe(recording_, objects_, e.b, index_));
        case EventKind::task_return:
            return end_step(e,
                            "returned " + text(e) + ((e.flags & kButCancelled) != 0 ? " but cancelled" : ""));
        case EventKind::task_raise: return end_step(e, "raised " + exception(e));
        case EventKind::task_cancelled: return end_step(e, "cancelled");
        case EventKind::call: return begin_call(e);
        case EventKind::call_end: return close();
        case EventKind::cancel: return begin_cancel(e);
        case EventKind::cancel_end: return close();
        case EventKind::resolve: return resolve(e);
        case EventKind::intervene: return intervene(e);
        case EventKind::print: return print_line(e);
        case EventKind::loop_run: in_loop_ = true; return;
        case EventKind::loop_close: in_loop_ = false; return;
        default: return;
    }
}

void StepLog::turn(const Event& e) {
    open_.clear();
    depth_ = 0;
    in_loop_ = true;
    ++turns_;
    turn_ = e.a;
    time_ns_ = e.value;
}

void StepLog::create(const Event& e) {
    if (is_task(e.a) && !is_hidden_task(e.a)) line("create " + name(e.a));
}

void StepLog::begin_step(const Event& e) {
    const std::string thrown = e.text == 0 ? "" : " throw " + exception(e);
    open(!is_hidden_task(e.a), "run " + name(e.a) + thrown);
}

void StepLog::end_step(const Event& e, const std::string& how) {
    close();
    if (!is_hidden_task(e.a)) line("end " + name(e.a) + ": " + how);
}

void StepLog::begin_call(const Event& e) {
    open((e.flags & kInternal) == 0 && e.text != 0, "call " + text(e));
}

void StepLog::begin_cancel(const Event& e) {
    const bool has_message = (e.c & kHasMessage) != 0 || e.text != 0;
    const std::string message = !has_message           ? ""
                                : (e.c & kNoText) != 0 ? " " + text(e)
                                                       : " " + repr(recording_.string(e.text));
    const char* done = (e.flags & kAlreadyDone) != 0 ? ": already done" : "";
    open(!is_hidden_task(e.a), "cancel " + name(e.a) + message + done);
}

void StepLog::resolve(const Event& e) {
    // Futures of asyncio's own count if a task of the program has awaited them; a gather's awaiter may be
    // run() itself.
    const bool awaited = e.a < awaited_.size() && awaited_[e.a];
    const bool counts = is_program_future(e.a) || objects_[e.a].kind == ObjectKind::gather || awaited;
    if (!counts || e.flags == static_cast<std::uint8_t>(Outcome::cancelled)) return;
    const bool failed = e.flags == static_cast<std::uint8_t>(Outcome::exception);
    line("resolve " + name(e.a) + (failed ? " exception " + exception(e) : ""));
}

// CPython has nothing like it: it is marked.
void StepLog::intervene(const Event& e) {
    const std::string what(name_of(static_cast<InterventionKind>(e.flags)));
    line("! " + what + " " + name(e.a) + (e.text == 0 ? "" : ": " + text(e)));
}

// What the program prints before the loop runs or after it is closed belongs to no iteration.
void StepLog::print_line(const Event& e) {
    line("print " + text(e));
    lines_.back().in_loop = in_loop_;
}

void StepLog::open(bool visible, const std::string& text_line) {
    if (visible) line(text_line);
    open_.push_back(visible);
    if (visible) ++depth_;
}

void StepLog::close() {
    if (open_.empty()) return;
    if (open_.back()) --depth_;
    open_.pop_back();
}

void StepLog::line(const std::string& text_line) {
    lines_.push_back({index_, turns_, turn_, time_ns_, depth_, true, text_line});
}

void append(std::string& log, const StepLine& line) {
    // A hostile recording can nest as deep as it is long: a log that is longer than anybody reads is not
    // indented deeper than this.
    constexpr std::size_t kLong = std::size_t{1} << 26, kDeepest = 100;  // bytes, levels
    const std::size_t depth = log.size() < kLong ? line.depth : std::min(line.depth, kDeepest);
    if (line.in_loop) log.append(2 * (1 + depth), ' ');
    log += line.text;
    log += '\n';
}

}  // namespace

std::vector<StepLine> step_lines(const Recording& recording) { return StepLog(recording).lines(); }

std::string step_log(const Recording& recording) {
    std::string log;
    const StepLine* previous = nullptr;  // the last one that belongs to a turn
    const std::vector<StepLine> lines = step_lines(recording);
    for (const StepLine& line : lines) {
        if (line.in_loop && (previous == nullptr || previous->turns != line.turns))
            log += "#" + std::to_string(line.turn) + " t=" + format_seconds(line.time_ns) + "\n";
        if (line.in_loop) previous = &line;
        append(log, line);
    }
    return log;
}

}  // namespace loopscope::trace
