using RxRecs.Shop.Broker;
using RxRecs.Shop.Input;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Runs;

/// <content>Plays the events of the input, which come from files or a topic.</content>
internal sealed partial class ShopRun
{
    /// <summary>
    /// Plays all events through whatever hangs on <see cref="Events"/>, with a progress bar for whoever waits.
    /// </summary>
    public void Play()
    {
        if (_topic is { } topic)
        {
            PlayTopic(topic);
        }
        else
        {
            PlayFiles("Reading", Input);
        }

        _events.OnCompleted();
        EndReading();
    }

    /// <summary>
    /// Has all rows of the input and of other files put in order, however far they are out of it, unless a lateness is
    /// given: whoever evaluates over files means all of them, and many are in the order of sessions.
    /// </summary>
    public void PutInOrder(string[] others)
    {
        if (Input.IsLatenessGiven)
        {
            return;
        }

        var disorder = new[] { Input.Files, others }.Max(files => ShopInput.DisorderOf(Input, files));
        if (disorder > Input.Lateness)
        {
            var needed = InputSummary.InHours(disorder);
            Input = Input with { Lateness = needed.Span };
            Terminal.Error.WriteLine(
                $"The rows are out of order by up to {needed}: they are put in the order of their times first "
                + "(--lateness sets by how much).");
        }
    }

    /// <summary>
    /// Plays the events of the input, then those of other files, which come after them whatever their times.
    /// </summary>
    public void PlayThenTest(string[] test)
    {
        var last = DateTimeOffset.MinValue;
        Show("Learning", bar => ShopInput.Open(Input, Counts, bar, _inputEnd.Token), (in Interaction next) =>
        {
            last = next.EventTime > last ? next.EventTime : last;
            Give(next);
        });
        if (!Stop.IsCancellationRequested)
        {
            IsTest = true;

            // A file without times goes on after the others; more than a day, so that no visit of one name does.
            var (reading, next) = (Input.Reading, last.AddDays(2));
            reading = next > reading.SequenceStart ? reading with { SequenceStart = next } : reading;
            PlayFiles("Testing", Input with { Files = test, Reading = reading });
        }

        _events.OnCompleted();
        EndReading();
    }

    private void PlayFiles(string title, InputSettings input) =>
        Show(title, bar => ShopInput.Open(input, Counts, bar, _inputEnd.Token), Give);

    // All that is late has been told apart by now, and what is left to do is to order the events of each instant.
    private void PlayTopic(TopicInput topic)
    {
        var events = new TopicEvents(this, topic, new LayerCount("topic"));
        events.FindEndOfHistory();
        Show(
            "Reading",
            bar => ShopInput.InOrder(
                events.Read(topic.End, bar, isAlone: true, _inputEnd.Token), Input.Order, TimeSpan.Zero),
            Give);
        events.Finish();
    }

    private void Show(string title, Func<ProgressBar, IObservable<Interaction>> open, EventAction give) =>
        ProgressBar.Show(Terminal, title, bar =>
        {
            var receiver = new EventReceiver(give);
            using var subscription = open(bar).Subscribe(receiver);
            receiver.Wait();
        });

    private void Give(in Interaction next)
    {
        if (_failure is not null)
        {
            return;
        }

        try
        {
            _events.OnNext(next);
            Names.Note(next);
        }
        catch (Exception error)
        {
            Fail(error);
        }
    }
}
