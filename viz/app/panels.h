// The views that remember something of their own from frame to frame, and the boxes over them.
#pragma once

#include "viz/panels/compare_panel.h"
#include "viz/panels/events_panel.h"
#include "viz/panels/loop_panel.h"
#include "viz/panels/open_panel.h"
#include "viz/panels/output_panel.h"
#include "viz/panels/palette_panel.h"
#include "viz/panels/primitives_panel.h"
#include "viz/panels/prompt_panel.h"
#include "viz/panels/references_panel.h"
#include "viz/panels/source_panel.h"
#include "viz/panels/statistics_panel.h"
#include "viz/panels/streams_panel.h"
#include "viz/panels/timeline_panel.h"
#include "viz/panels/warnings_panel.h"

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

    PalettePanel palette;
    PromptPanel prompt;
    OpenPanel open;
};

}  // namespace loopscope::viz
