// Connections: both directions as pipes with their buffers, who did what when, and the servers.
#pragma once

#include "viz/data/instant/connections.h"
#include "viz/panels/base/panel.h"
#include "viz/panels/streams/connection_list.h"
#include "viz/panels/streams/sequence_view.h"

#include <memory>
#include <optional>

namespace loopscope::viz {

class StreamsPanel {
public:
    void draw(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect);

    // The next connection, and after the last the one that the present event is about again.
    void next_connection() { turn_on_ = true; }
    void toggle_hex() { hex_ = !hex_; }
    bool hex() const { return hex_; }
    // As drawn last; null if there is none.
    const Connection* shown() const { return shown_; }

private:
    struct Frame;

    void update(const Scene& scene, const ViewState& view);
    void choose_next(std::size_t count);
    void draw_head(const Frame& frame);
    void draw_list(const Frame& frame, float width, float room);
    void draw_server(const Frame& frame, trace::ObjectId server);
    void end_link(const Frame& frame, trace::ObjectId end);
    void draw_pipes_down(const Frame& frame);
    void draw_pipes(const Frame& frame, float share);
    void draw_one_way(const Frame& frame, std::size_t direction, float height);

    std::unique_ptr<StreamIndex> index_;
    std::uint64_t generation_ = 0;
    std::optional<trace::ObjectId> chosen_;  // an end of the connection that stays in view
    trace::ObjectId selected_ = 0;           // what was selected when it was chosen
    const Connection* shown_ = nullptr;
    trace::EventIndex followed_ = trace::kNever;  // the cursor whose direction has been brought into view
    trace::ObjectId sequence_of_ = 0;             // the end whose connection the sequence belongs to
    SequenceView sequence_;
    ConnectionList list_;
    bool hex_ = false, turn_on_ = false;
};

}  // namespace loopscope::viz
