// How a loop that goes treats what its program still asks for.
#pragma once

namespace asyncio::detail {

// While what is left of a program is destroyed: its destructors may still set futures and release locks.
// Nothing comes of that once the loop is closed, where a call of the program raises: destructors must not.
class Farewell {
public:
    Farewell() noexcept;
    Farewell(const Farewell&) = delete;
    Farewell& operator=(const Farewell&) = delete;
    ~Farewell();
    // Does one live, in this thread?
    static bool is_taken() noexcept;
};

}  // namespace asyncio::detail
