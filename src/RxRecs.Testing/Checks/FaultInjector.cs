using System.Diagnostics.CodeAnalysis;

namespace RxRecs.Testing;

/// <summary>
/// Wraps the user code that an operator is given (selectors, predicates, comparers), so that the suite can make any of
/// it throw at any call. Unarmed it only counts.
/// </summary>
public sealed class FaultInjector
{
    private readonly List<Delegate> _delegates = [];
    private int _armedDelegate = -1;
    private int _armedCall;

    /// <summary>Gets the number of pieces of user code that have been wrapped.</summary>
    public int Count => _delegates.Count;

    /// <summary>Gets a value indicating whether the armed fault has been thrown.</summary>
    public bool Thrown { get; private set; }

    /// <summary>Wraps a function of one argument.</summary>
    /// <param name="function">The function.</param>
    /// <typeparam name="T">The argument's type.</typeparam>
    /// <typeparam name="TResult">The result's type.</typeparam>
    /// <returns>The wrapped function.</returns>
    public Func<T, TResult> Wrap<T, TResult>(Func<T, TResult> function)
    {
        var index = Add("function", isRequired: true);
        return value =>
        {
            Call(index);
            return function(value);
        };
    }

    /// <summary>Wraps a function of two arguments.</summary>
    /// <param name="function">The function.</param>
    /// <typeparam name="T1">The first argument's type.</typeparam>
    /// <typeparam name="T2">The second argument's type.</typeparam>
    /// <typeparam name="TResult">The result's type.</typeparam>
    /// <returns>The wrapped function.</returns>
    public Func<T1, T2, TResult> Wrap<T1, T2, TResult>(Func<T1, T2, TResult> function)
    {
        var index = Add("function", isRequired: true);
        return (first, second) =>
        {
            Call(index);
            return function(first, second);
        };
    }

    /// <summary>Wraps a comparer for order.</summary>
    /// <param name="comparer">The comparer.</param>
    /// <typeparam name="T">The type of the values that are compared.</typeparam>
    /// <returns>The wrapped comparer.</returns>
    public IComparer<T> Wrap<T>(IComparer<T> comparer) => new FaultyComparer<T>(comparer, this, Add("comparer", false));

    /// <summary>Wraps a comparer for equality.</summary>
    /// <param name="comparer">The comparer.</param>
    /// <typeparam name="T">The type of the values that are compared.</typeparam>
    /// <returns>The wrapped comparer.</returns>
    public IEqualityComparer<T> Wrap<T>(IEqualityComparer<T> comparer) =>
        new FaultyEqualityComparer<T>(comparer, this, Add("equality comparer", false));

    /// <summary>Tells how often a piece has been called.</summary>
    internal int Calls(int index) => _delegates[index].Calls;

    /// <summary>A piece by what it is and its place, for messages.</summary>
    internal string Describe(int index) => $"{_delegates[index].Kind} {index}";

    /// <summary>Tells whether a run over enough events must call it; a comparer may have nothing to compare.</summary>
    internal bool IsRequired(int index) => _delegates[index].IsRequired;

    /// <summary>Makes a piece throw at its n-th call from the start, 1 being the first.</summary>
    internal void Arm(int index, int call)
    {
        _armedDelegate = index;
        _armedCall = call;
    }

    internal void Disarm() => _armedDelegate = -1;

    private int Add(string kind, bool isRequired)
    {
        _delegates.Add(new Delegate(kind, isRequired));
        return _delegates.Count - 1;
    }

    private void Call(int index)
    {
        if (++_delegates[index].Calls == _armedCall && index == _armedDelegate)
        {
            Thrown = true;
            throw new InjectedFaultException();
        }
    }

    private sealed class Delegate(string kind, bool isRequired)
    {
        public string Kind { get; } = kind;

        public bool IsRequired { get; } = isRequired;

        public int Calls { get; set; }
    }

    private sealed class FaultyComparer<T>(IComparer<T> inner, FaultInjector faults, int index) : IComparer<T>
    {
        public int Compare(T? x, T? y)
        {
            faults.Call(index);
            return inner.Compare(x, y);
        }
    }

    private sealed class FaultyEqualityComparer<T>(IEqualityComparer<T> inner, FaultInjector faults, int index)
        : IEqualityComparer<T>
    {
        public bool Equals(T? x, T? y)
        {
            faults.Call(index);
            return inner.Equals(x, y);
        }

        public int GetHashCode([DisallowNull] T obj)
        {
            faults.Call(index);
            return inner.GetHashCode(obj);
        }
    }
}
