namespace RxRecs.Webhooks.Architecture;

public sealed class WebhooksRoomTests() : RoomTests(typeof(WebhookClient).Assembly);
