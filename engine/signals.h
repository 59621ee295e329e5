// Signals of the process.
#pragma once

namespace asyncio {

// Python's signal.raise_signal(): sends `signal` to this process, and has the running loop notice at once.
void raise_signal(int signal);

}  // namespace asyncio
