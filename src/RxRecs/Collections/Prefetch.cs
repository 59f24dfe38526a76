using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace RxRecs;

/// <summary>
/// Asks the processor for memory that will be read soon, and goes on: the waits for many places overlap, where those of
/// reads hold up what follows.
/// </summary>
internal static class Prefetch
{
    /// <summary>Asks for the cache line of a place. It is a hint: nothing is read, nothing can fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Of<T>(ref readonly T place)
    {
        if (Sse.IsSupported)
        {
            // Should the place be moved meanwhile, the hint is lost, no more.
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.AsRef(in place)));
        }
    }
}
