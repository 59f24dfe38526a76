namespace RxRecs.Kafka;

/// <summary>Carries a message for a person about a run that goes on.</summary>
/// <param name="Kind">The kind of the notice, for a program.</param>
/// <param name="Text">A sentence for a person; it never holds a secret.</param>
public readonly record struct KafkaNotice(KafkaNoticeKind Kind, string Text)
{
    /// <summary>Gets an observer that takes notices and does nothing with them.</summary>
    public static IObserver<KafkaNotice> Silence { get; } = new NoticeWriter(static _ => null);

    /// <summary>
    /// Gets the observer that writes notices to standard error, except <see cref="KafkaNoticeKind.ClientLog"/>. It is
    /// the default.
    /// </summary>
    public static IObserver<KafkaNotice> StandardError { get; } = new NoticeWriter(
        static notice => notice.Kind == KafkaNoticeKind.ClientLog ? null : Console.Error);

    /// <summary>Returns the text.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text;
}
