namespace RxRecs.Kafka;

/// <summary>A setting and where it stands.</summary>
/// <param name="Name">The setting's name.</param>
/// <param name="Value">The setting's value.</param>
/// <param name="Place">The file and line where it stands, in words.</param>
internal readonly record struct SettingsEntry(string Name, string Value, string Place);
