// A LoopState as text, everything in it: two states are equal if their dumps are.
#pragma once

#include "engine/trace/loop_state.h"

#include <sstream>
#include <string>

namespace loopscope::test {

inline void dump_object(std::ostringstream& out, const trace::LoopState& state, const trace::ObjectState& o) {
    out << "object " << o.id << " kind " << int(o.kind) << " internal " << o.internal << " name " << o.name
        << " parent " << o.parent << " creator " << o.creator << " created " << o.created << " at "
        << o.created_at << " value " << o.value << " task " << int(o.task_state) << " awaits " << o.awaits
        << " line " << o.at << " cancelling " << o.cancelling << " must_cancel " << o.must_cancel
        << " future " << int(o.future_state) << " outcome " << o.outcome << " done " << o.done_at
        << " retrieved " << o.retrieved << "\n";
    for (const trace::Frame& f : o.frames())
        out << "  frame " << f.function << " " << f.called_from << " " << f.since << "\n";
    for (const trace::ObjectId id : o.callbacks()) out << "  callback " << id << "\n";
    for (const trace::Link& l : o.links()) out << "  link " << l.object << " " << l.role << "\n";
    for (const trace::ObjectId id : state.waiters(o.id)) out << "  waiter " << id << "\n";
    const trace::PrimitiveState& p = o.primitive();
    if (p.owner != 0 || p.state != 0 || p.value != 0)
        out << "  primitive " << p.owner << " " << p.state << " " << p.value << "\n";
    for (const trace::StringId item : p.items) out << "  item " << item << "\n";
    const trace::StreamState& s = o.stream();
    if (s == trace::StreamState{}) return;
    out << "  stream " << s.written << " " << s.sent << " " << s.received << " " << s.read << " "
        << s.write_buffer << " " << s.read_buffer << " " << s.reading_paused << s.writing_paused
        << s.eof_received << s.eof_sent << s.closing << s.lost << " " << s.peer << " " << s.high_water << " "
        << s.low_water << " " << s.read_limit << " " << s.read_wait << " " << s.write_wait << " " << s.wanted
        << "\n";
}

inline std::string dump(const trace::LoopState& state) {
    std::ostringstream out;
    out << "applied " << state.applied << " turn " << state.turn << " now " << state.now_ns << " select "
        << state.in_select << " " << state.select_timeout_ns << " loop " << state.loop_running
        << state.loop_closed << state.collecting << " run " << state.run_in_turn << " left "
        << state.left_in_turn << " full " << state.turn_is_full << " printed " << state.printed << " errors "
        << state.errors << " warnings " << state.warnings << " current " << state.current_task() << "\n";
    for (const trace::ReadyEntry& r : state.ready)
        out << "ready " << r.object << " " << r.future << " " << int(r.reason) << " " << r.since << "\n";
    for (const trace::Timer& t : state.timers())
        out << "timer " << t.timer << " " << t.owner << " " << t.deadline_ns << " " << t.name << " "
            << t.since << "\n";
    for (const trace::Watch& w : state.watches)
        out << "watch " << w.object << " " << int(w.directions) << "\n";
    for (const trace::Running& r : state.running)
        out << "running " << r.object << " " << r.since << " " << r.is_task << "\n";
    for (const trace::OpenCancel& c : state.cancels) out << "cancel " << c.target << " " << c.since << "\n";
    for (const trace::ObjectState& o : state.objects()) dump_object(out, state, o);
    return out.str();
}

}  // namespace loopscope::test
