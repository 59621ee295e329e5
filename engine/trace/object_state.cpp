#include "engine/trace/object_state.h"

namespace loopscope::trace {

const ObjectState::Details& ObjectState::details() const {
    static const Details kNone;
    return details_ ? *details_ : kNone;
}

ObjectState::Details& ObjectState::edit_details() {
    if (!details_) {
        details_ = std::make_shared<Details>();
    } else if (details_.use_count() > 1) {
        details_ = std::make_shared<Details>(*details_);
    }
    return *details_;
}

std::size_t ObjectState::unshared_bytes() const {
    if (details_.use_count() != 1) return 0;
    return sizeof(Details) + details_->frames.capacity() * sizeof(Frame) +
           details_->callbacks.capacity() * sizeof(ObjectId) + details_->links.capacity() * sizeof(Link) +
           details_->primitive.items.own_bytes() + details_->primitive.items.unshared_bytes();
}

}  // namespace loopscope::trace
