using System.Text;

namespace RxRecs.Webhooks;

public sealed class WebhookSecretTests
{
    [Test]
    public void Sign_TheExampleOfStandardWebhooks_GivesItsSignature() => Assert.That(
        WebhookSecret.Parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").Sign(
            "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, Encoding.UTF8.GetBytes("{\"test\": 2432232314}")),
        Is.EqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));

    [TestCase("")]
    [TestCase("whsec_")]
    [TestCase("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [TestCase("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS")]
    [TestCase("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2La")]
    [TestCase("whsec_not-base64-not-base64-not-base64-not-b")]
    [TestCase("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public void Parse_WhatIsNoSecret_SaysWhatIsOneAndDoesNotRepeatIt(string text)
    {
        var error = Assert.Throws<FormatException>(() => WebhookSecret.Parse(text));
        Assert.That(error.Message, Does.Contain("whsec_").And.Contain("24 to 64"));
        Assert.That(text.Length <= "whsec_".Length || !error.Message.Contains(text), Is.True);
    }

    [Test]
    public void Parse_TextWithWhiteSpaceAround_IsTheSameSecret() => Assert.That(
        WebhookSecret.Parse($" {WebhookSinkTestBase.SecretText}\n").Sign("a", 1, []),
        Is.EqualTo(WebhookSecret.Parse(WebhookSinkTestBase.SecretText).Sign("a", 1, [])));

    [Test]
    public void ToString_OfASecret_HidesIt() =>
        Assert.That(WebhookSecret.Parse(WebhookSinkTestBase.SecretText).ToString(), Is.EqualTo("whsec_***"));
}
