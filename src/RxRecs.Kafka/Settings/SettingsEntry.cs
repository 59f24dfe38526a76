namespace RxRecs.Kafka;

/// <summary>A setting and where it stands.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Place">Where it stands, in words: the file and line.</param>
internal readonly record struct SettingsEntry(string Name, string Value, string Place);
