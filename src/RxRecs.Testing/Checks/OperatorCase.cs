using System.Reactive.Concurrency;

namespace RxRecs.Testing;

/// <summary>
/// Represents an operator under the contract. Name it, build it, say what its events look like; give it its machine if
/// it has one. All else has a default. A case needs a public constructor without parameters to be found by
/// <see cref="ContractSuite.CasesIn"/>.
/// </summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TResult">The results' type.</typeparam>
public abstract class OperatorCase<TEvent, TResult> : IOperatorCase
{
    /// <inheritdoc/>
    public abstract string Operator { get; }

    /// <inheritdoc/>
    public virtual string Name => GetType().Name;

    /// <summary>
    /// Gets a value indicating whether the results depend on event time alone, and not on the clock: they must then be
    /// the same on every scheduler.
    /// </summary>
    public virtual bool IsEventTime => true;

    /// <summary>
    /// Gets the time that must pass on the scheduler after the last event before all results are out; zero for an
    /// operator that answers at once.
    /// </summary>
    public virtual TimeSpan Settle => TimeSpan.Zero;

    /// <summary>Gets the number of events that the long run takes, which shows that the stack does not grow.</summary>
    public virtual int ManyEvents => 1_000_000;

    /// <summary>
    /// Gets the stated bound of the state, in bytes of its snapshot (without container) however many events come; null
    /// where the state is not bounded or there is none.
    /// </summary>
    public virtual int? StateBound => null;

    /// <summary>
    /// Gets a value indicating whether a snapshot taken right after a restore has the bytes that were restored.
    /// </summary>
    public virtual bool RestoresToSameBytes => true;

    /// <summary>
    /// Gets the checks that do not apply, by id (<c>C2.ReentrantSource</c>) or family (<c>C2</c>), each with the
    /// reason, which is reported.
    /// </summary>
    public virtual IReadOnlyDictionary<string, string> Exemptions =>
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Builds the operator over a source. Called for each check anew.</summary>
    /// <param name="source">The source; an operator over several may use it more than once.</param>
    /// <param name="faults">The injector that wraps every piece of user code that the operator is given.</param>
    /// <param name="scheduler">The scheduler to use, for an operator that takes one.</param>
    /// <returns>The operator's output.</returns>
    public abstract IObservable<TResult> Build(IObservable<TEvent> source, FaultInjector faults, IScheduler scheduler);

    /// <summary>
    /// Events that exercise everything: disordered, late, repeated and missing keys, and enough of each kind that a few
    /// hundred give a good number of results.
    /// </summary>
    /// <param name="random">The seeded source of randomness.</param>
    /// <param name="count">The number of events.</param>
    /// <returns>The events.</returns>
    public abstract IReadOnlyList<TEvent> Events(Random random, int count);

    /// <summary>
    /// Returns the operator's machine, new, with the settings of <see cref="Build"/>; null for an operator without one.
    /// </summary>
    /// <param name="faults">The injector that wraps every piece of user code that the machine is given.</param>
    /// <returns>The machine, through <see cref="MachineProbe.For"/>.</returns>
    public virtual MachineProbe<TEvent>? Machine(FaultInjector faults) => null;

    /// <summary>
    /// Events that keep the machine in its steady state (the same keys, no growth), to check that it then allocates
    /// nothing; null where no such thing is claimed.
    /// </summary>
    /// <param name="count">The number of events.</param>
    /// <returns>The events, or null.</returns>
    public virtual IReadOnlyList<TEvent>? SteadyEvents(int count) => null;

    /// <inheritdoc/>
    public IReadOnlyList<ContractCheck> Checks() =>
    [
        .. new GrammarChecks<TEvent, TResult>(this).All()
            .Concat(new DisposalChecks<TEvent, TResult>(this).All())
            .Concat(new IndependenceChecks<TEvent, TResult>(this).All())
            .Concat(new FaultChecks<TEvent, TResult>(this).All())
            .Concat(new SchedulerChecks<TEvent, TResult>(this).All())
            .Concat(new StateChecks<TEvent, TResult>(this).All())
            .Concat(new SnapshotChecks<TEvent, TResult>(this).All())
            .Select(check => new ContractCheck(check.Id, Exemption(check.Id), check.Run))
            .Concat(SideOutputForm.Checks(this)),
    ];

    private protected string? Exemption(string id) =>
        Exemptions.TryGetValue(id, out var reason) || Exemptions.TryGetValue(id[..id.IndexOf('.')], out reason)
            ? reason
            : null;
}
