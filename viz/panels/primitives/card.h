// A card in a view of cards: a head with a name and a state, and below it lines and chips.
#pragma once

#include "viz/panels/base/panel.h"

#include <string>
#include <string_view>
#include <vector>

namespace loopscope::viz {

// One card: measured first, so that cards of a row are of one height, then painted. Both go through the same
// lines, with `paint_` or without.
class Card {
public:
    Card(const Scene& scene, const ViewState& view, Wishes& wishes, trace::ObjectId object)
        : scene_(scene),
          view_(view),
          wishes_(wishes),
          theme_(*scene.theme),
          brush_(scene.brush()),
          about_(object) {}
    virtual ~Card() = default;
    Card(const Card&) = delete;
    Card& operator=(const Card&) = delete;

    float measure(float width);
    void paint(ImVec2 at, float width, float height);
    trace::ObjectId about() const { return about_; }

protected:
    virtual std::string title() const = 0;
    virtual std::string state() const = 0;
    virtual void body() = 0;

    const std::string& word(std::string_view key) const { return (*scene_.words)[key]; }
    void caption(const std::string& text);
    // A low card, so that several are seen at once: what follows stands in the same row, behind so much room.
    void beside(const std::string& text, float width);
    void quiet(const std::string& text);

    // A task (by its name, or with a text of its own), an item of a queue, or (0, not filled, without text) a
    // free slot.
    struct Chip {
        trace::ObjectId task = 0;
        bool filled = false;
        std::string text;
        bool failed = false;
    };
    void chips(const std::vector<Chip>& all, bool numbered = false);

    const Scene& scene_;
    const ViewState& view_;
    Wishes& wishes_;
    const Theme& theme_;
    Brush brush_;
    bool paint_ = false;
    float left_ = 0, right_ = 0, y_ = 0;

private:
    float run(ImVec2 at, float width);
    void head();
    void chip(const Chip& chip, const std::string& text, Rect rect, int number, bool in_line);

    trace::ObjectId about_;
    float indent_ = 0;  // of what stands beside a caption
    int rows_ = 0;      // of chips so far
};

}  // namespace loopscope::viz
