using System.Reactive;
using System.Reactive.Concurrency;

namespace RxRecs.Testing;

/// <summary>C17: results and side events in one sequence, which each subscription gets whole and once.</summary>
internal sealed class SideOutputChecks<TEvent, TElement, TResult>(
    SideOutputCase<TEvent, TElement, TResult> operatorCase)
{
    private IReadOnlyList<TEvent> Events { get; } = operatorCase.Events(new Random(11), 1_000);

    public IEnumerable<Check> All() =>
    [
        new("C17.CountsEndEachSubscription", CountsEndEachSubscription),
        new("C17.CountsAreWhatWasSetAside", CountsAreWhatWasSetAside),
        new("C17.ResultsOfThePlainForm", ResultsOfThePlainForm),
        new("C17.NoCountsAfterAnError", NoCountsAfterAnError),
        new("C17.NoCountsAfterDisposal", NoCountsAfterDisposal),
    ];

    private void CountsEndEachSubscription()
    {
        var run = new Run(operatorCase);
        var first = run.Subscribe();
        run.Send(Events);
        var second = run.Subscribe();
        run.Send(Events);
        run.Complete();
        RequireCounts(first, "the first of two subscriptions");
        RequireCounts(second, "the second of two subscriptions");
        Require.Same(Alone(Events), Texts(second), "The second subscription");
    }

    private void CountsAreWhatWasSetAside()
    {
        var run = new Run(operatorCase);
        var elements = run.Subscribe();
        run.Send(Events);
        run.Complete();
        RequireCounts(elements, "a subscription");
        var aside = elements.Count(each => !operatorCase.IsResult(each)) - 1;
        Require.That(aside > 0, "No event of the case was set aside, so that nothing was checked: make some late.");
        var counted = operatorCase.SetAside(elements[^1]);
        Require.That(counted == aside, $"{aside} events were set aside; the counts say {counted}.");
    }

    private void ResultsOfThePlainForm()
    {
        var run = new Run(operatorCase);
        var elements = run.Subscribe();
        run.Send(Events);
        run.Complete();
        Require.Same(
            Trial<TEvent, TResult>.Results(operatorCase.Plain, Events),
            [.. elements.Where(operatorCase.IsResult).Select(each => ResultText.Of(operatorCase.ResultOf(each)))],
            "The results among all elements");
    }

    private void NoCountsAfterAnError()
    {
        var run = new Run(operatorCase);
        var elements = run.Subscribe();
        run.Send(Events);
        run.Fail();
        Require.That(elements.All(each => operatorCase.SetAside(each) is null), "The counts came although it failed.");
    }

    private void NoCountsAfterDisposal()
    {
        var run = new Run(operatorCase);
        var elements = run.Subscribe();
        run.Send(Events);
        var count = elements.Count;
        run.Dispose();
        run.Complete();
        Require.That(elements.Count == count, $"{elements.Count - count} element(s) came after the disposal.");
        Require.That(elements.All(each => operatorCase.SetAside(each) is null), "The counts came before the end.");
    }

    private void RequireCounts(List<TElement> elements, string of)
    {
        var found = elements.Count(each => operatorCase.SetAside(each) is not null);
        Require.That(found == 1, $"{found} counts came in {of}; there should be one.");
        Require.That(
            operatorCase.SetAside(elements[^1]) is not null, $"The counts are not the last element of {of}.");
    }

    private IReadOnlyList<string> Alone(IReadOnlyList<TEvent> events)
    {
        var run = new Run(operatorCase);
        var elements = run.Subscribe();
        run.Send(events);
        run.Complete();
        return Texts(elements);
    }

    private static IReadOnlyList<string> Texts(List<TElement> elements) =>
        [.. elements.Select(each => ResultText.Of(each))];

    /// <summary>One operator with any number of subscriptions, whose elements are kept.</summary>
    private sealed class Run
    {
        private readonly HistoricalScheduler _clock = new(SampleInteractions.Start);
        private readonly ProbeSource<TEvent> _source = new();
        private readonly IObservable<TElement> _output;
        private readonly TimeSpan _settle;
        private IDisposable? _last;

        public Run(SideOutputCase<TEvent, TElement, TResult> operatorCase)
        {
            _output = operatorCase.Build(_source, new FaultInjector(), _clock);
            _settle = operatorCase.Settle + TimeSpan.FromTicks(1);
        }

        public List<TElement> Subscribe()
        {
            var elements = new List<TElement>();
            _last = _output.Subscribe(Observer.Create<TElement>(elements.Add, static _ => { }));
            return elements;
        }

        public void Send(IReadOnlyList<TEvent> events)
        {
            foreach (var value in events)
            {
                _source.OnNext(value);
            }
        }

        public void Complete()
        {
            _source.OnCompleted();
            _clock.AdvanceBy(_settle);
        }

        public void Fail()
        {
            _source.OnError(new InjectedFaultException());
            _clock.AdvanceBy(_settle);
        }

        public void Dispose() => _last?.Dispose();
    }
}
