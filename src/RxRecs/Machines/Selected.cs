namespace RxRecs;

/// <summary>Checks what the selectors of a user give.</summary>
internal static class Selected
{
    /// <summary>Returns a key or an item that an operator cannot do without.</summary>
    /// <param name="value">What the selector gave.</param>
    /// <param name="selector">The name of the selector, in the message.</param>
    /// <exception cref="InvalidOperationException">It is null.</exception>
    public static T NotNull<T>(T value, string selector)
    {
        if (!typeof(T).IsValueType && value is null)
        {
            throw new InvalidOperationException(
                $"The {selector} selector returned null; leave such events out with Where.");
        }

        return value;
    }
}
