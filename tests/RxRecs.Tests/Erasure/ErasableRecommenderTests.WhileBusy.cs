using RxRecs.Recommenders;
using RxRecs.Tests.Recommenders;

