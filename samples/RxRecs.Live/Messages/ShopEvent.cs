using System.Globalization;
using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs.Live.Messages;

/// <summary>Carries what the recommender learns from: an interaction, or what the shop states of an item.</summary>
internal readonly record struct ShopEvent(Interaction Interaction, ItemChange<Id>? Change = null)
{
    /// <summary>Tells whose an event is, so that users can be forgotten and merged.</summary>
    public static UserSelectors<ShopEvent, Id> Users { get; } = new()
    {
        User = static value => value.Interaction.User,
        HasUser = static value => value.Change is null && !value.Interaction.User.IsNone,
        Session = static value => value.Interaction.Session,
        WithUser = static (value, user) => new(value.Interaction with { User = user }),
    };

    /// <summary>Gives the codecs with the one that saves events that can still be taken back.</summary>
    public static SnapshotCodecs Codecs { get; } = SnapshotCodecs.Default.With(Write, Read);

    private static void Write(SnapshotWriter writer, ShopEvent value)
    {
        writer.WriteBoolean(value.Change is not null);
        if (value.Change is not { } change)
        {
            writer.Write(value.Interaction);
            return;
        }

        writer.Write(change.Item);
        writer.Write(change.EventTime);
        writer.WriteString(change.Brand);
        writer.Write(change.Category);
        writer.WriteString(change.CategoryPath);
        writer.WriteString(change.Price?.ToString(CultureInfo.InvariantCulture));
        WriteAnswer(writer, change.IsVisible);
        WriteAnswer(writer, change.IsInStock);
    }

    private static ShopEvent Read(SnapshotReader reader) => !reader.ReadBoolean()
        ? new(reader.Read<Interaction>())
        : new(default, new ItemChange<Id>(reader.Read<Id>(), reader.Read<DateTimeOffset>())
        {
            Brand = reader.ReadString(),
            Category = reader.Read<Id>(),
            CategoryPath = reader.ReadString(),
            Price = reader.ReadString() is { } price ? decimal.Parse(price, CultureInfo.InvariantCulture) : null,
            IsVisible = ReadAnswer(reader),
            IsInStock = ReadAnswer(reader),
        });

    private static void WriteAnswer(SnapshotWriter writer, bool? answer) =>
        writer.WriteByte(answer switch { null => 0, false => 1, true => 2 });

    private static bool? ReadAnswer(SnapshotReader reader) =>
        reader.ReadByte() switch { 0 => null, 1 => false, _ => true };
}
