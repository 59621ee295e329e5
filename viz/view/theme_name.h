// The themes, by name; viz/theme.h has their colours.
#pragma once

namespace loopscope::viz {

enum class ThemeName { light, dark, contrast };

}  // namespace loopscope::viz
