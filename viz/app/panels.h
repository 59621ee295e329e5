// The views that remember something of their own from frame to frame, and the boxes over them.
#pragma once

#include "viz/panels/boxes/menu_panel.h"
#include "viz/panels/boxes/open_panel.h"
#include "viz/panels/boxes/palette_panel.h"
#include "viz/panels/boxes/prompt_panel.h"
#include "viz/panels/machine/loop_panel.h"
#include "viz/panels/objects/references_panel.h"
#include "viz/panels/primitives/primitives_panel.h"
#include "viz/panels/recording/events_panel.h"
#include "viz/panels/recording/output_panel.h"
#include "viz/panels/recording/source_panel.h"
#include "viz/panels/recording/statistics_panel.h"
#include "viz/panels/recording/warnings_panel.h"
#include "viz/panels/runs/compare_panel.h"
#include "viz/panels/streams/streams_panel.h"
#include "viz/panels/timeline/timeline_panel.h"

namespace loopscope::viz {

struct Panels {
    TimelinePanel timeline;
    SourcePanel source;
    OutputPanel output;
    EventsPanel events;
    LoopPanel loop;
    StatisticsPanel statistics;
    StreamsPanel streams;
    PrimitivesPanel primitives;
    WarningsPanel warnings;
    ReferencesPanel references;
    ComparePanel compare;

    MenuPanel menu;
    PalettePanel palette;
    PromptPanel prompt;
    OpenPanel open;
};

}  // namespace loopscope::viz
