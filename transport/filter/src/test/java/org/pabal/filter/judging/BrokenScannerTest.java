// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.judging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.filter.Advice;
import org.pabal.filter.ContentScanner;
import org.pabal.filter.Experience;
import org.pabal.filter.FilterAnswer;
import org.pabal.filter.FilterObserver;
import org.pabal.filter.Greylisting;
import org.pabal.filter.MailFilter;
import org.pabal.filter.MailInQuestion;
import org.pabal.filter.Outcome;
import org.pabal.filter.TestMail;
import org.pabal.filter.connector.WhenDown;
import org.pabal.filter.connector.clamd.Clamd;
import org.pabal.filter.connector.clamd.ClamdConfig;
import org.pabal.filter.policy.SpamPolicy;
import org.pabal.filter.policy.Thresholds;
import org.pabal.spam.Finding;
import org.pabal.spam.Points;
import org.pabal.testkit.FakeClock;
import org.pabal.wire.Connector;
import org.pabal.wire.ServiceAddress;
import org.pabal.wire.Wire;
import org.pabal.wire.WireLimits;

/// What the settings want while a scanner is down holds for failures that nobody has foreseen.
final class BrokenScannerTest {
    private static final String NOT_ASKED = "CLAMAV_NOT_ASKED";

    private final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
    private final CountDownLatch never = new CountDownLatch(1);
    private final Wire wire = new Wire(WireLimits.standard());

    @AfterEach
    void end() {
        wire.close();
    }

    /// Where the scanner breaks.
    private interface Fault {
        default void begin() {}

        default void write() {}

        default Advice finish() throws InterruptedException {
            return Advice.NONE;
        }
    }

    /// A scanner with a fault, which is clamd's otherwise.
    private record Faulty(Clamd clamd, Fault fault) implements ContentScanner {
        @Override
        public String name() {
            return "clamd";
        }

        @Override
        public Advice broken(Throwable failure) {
            return clamd.broken(failure);
        }

        @Override
        public Scan begin(String mailId) {
            fault.begin();
            return new Scan() {
                @Override
                public void write(byte[] octets, int offset, int length) {
                    fault.write();
                }

                @Override
                public Advice finish() throws InterruptedException {
                    return fault.finish();
                }

                @Override
                public void close() {}
            };
        }
    }

    private Clamd clamd(WhenDown whenDown) {
        return new Clamd(
                new ClamdConfig(
                        new ServiceAddress.Inet("127.0.0.1", 9),
                        Duration.ofSeconds(1),
                        1,
                        1_000,
                        Outcome.REFUSE,
                        10,
                        whenDown,
                        Path.of(".")),
                new Connector(wire),
                clock);
    }

    private FilterAnswer judged(Clamd clamd, Fault fault) {
        return judged(clamd, fault, SpamPolicy.alike(Thresholds.STANDARD));
    }

    private FilterAnswer judged(Clamd clamd, Fault fault, SpamPolicy policy) {
        ContentFilter filter =
                new ContentFilter(
                        new FilterParts(
                                policy,
                                Points.AS_THEY_ARE,
                                Experience.NONE,
                                List.of(),
                                List.of(new Faulty(clamd, fault)),
                                Greylisting.OFF,
                                Duration.ofMillis(200),
                                FilterObserver.NOBODY,
                                clock));
        MailInQuestion mail = TestMail.from("192.0.2.1").inQuestion();
        try (MailFilter.Inquiry inquiry = filter.begin("m1")) {
            inquiry.write(mail.window(), 0, mail.window().length);
            return inquiry.judge(mail);
        }
    }

    private static <T> T thrown(Supplier<? extends RuntimeException> bug) {
        throw bug.get();
    }

    private static final Fault AT_THE_BEGINNING =
            new Fault() {
                @Override
                public void begin() {
                    thrown(IllegalStateException::new);
                }
            };
    private static final Fault ON_THE_WAY =
            new Fault() {
                @Override
                public void write() {
                    thrown(ArrayIndexOutOfBoundsException::new);
                }
            };
    private static final Fault AT_THE_END =
            new Fault() {
                @Override
                public Advice finish() {
                    throw new StackOverflowError();
                }
            };

    private Fault hanging() {
        return new Fault() {
            @Override
            public Advice finish() throws InterruptedException {
                never.await();
                return Advice.NONE;
            }
        };
    }

    @Test
    void noFaultIsAWayPastAScanner() {
        for (Fault fault : List.of(AT_THE_BEGINNING, ON_THE_WAY, AT_THE_END, hanging())) {
            FilterAnswer deferred = judged(clamd(WhenDown.DEFER), fault);
            assertThat(deferred.again()).isPresent();
            assertThat(deferred.said()).isEqualTo("the mail cannot be checked at the moment");

            FilterAnswer marked = judged(clamd(WhenDown.IGNORE), fault);
            assertThat(marked.again()).isEmpty();
            assertThat(marked.everybody().outcome()).isEqualTo(Outcome.DELIVER);
            assertThat(marked.everybody().judgement().findings())
                    .extracting(Finding::test)
                    .contains(NOT_ASKED);
        }
    }

    /// After three it is not asked for a while, as after any other failure.
    @Test
    void faultsInARowBeginAPause() {
        Clamd clamd = clamd(WhenDown.DEFER);
        judged(clamd, AT_THE_END);
        judged(clamd, AT_THE_END);
        assertThat(clamd.status().isUp()).isTrue();
        judged(clamd, AT_THE_END);
        assertThat(clamd.status().trouble()).isEqualTo("java.lang.StackOverflowError");
        assertThat(clamd.status().failed()).isEqualTo(3);
    }

    private static final SpamPolicy UNREADABLE =
            new SpamPolicy() {
                @Override
                public Thresholds everybody() {
                    return thrown(IllegalStateException::new);
                }

                @Override
                public Thresholds of(Account account) {
                    return everybody();
                }

                @Override
                public List<Finding> lists(MailInQuestion mail) {
                    return thrown(IllegalStateException::new);
                }

                @Override
                public List<Finding> lists(MailInQuestion mail, Account account) {
                    return lists(mail);
                }
            };

    /// The store cannot say what an administrator has set: a virus is one all the same.
    @Test
    void aPolicyThatCannotBeReadIsNoWayPastAScanner() {
        Fault virus =
                new Fault() {
                    @Override
                    public Advice finish() {
                        return new Advice(List.of(), Outcome.REFUSE, "virus X");
                    }
                };
        assertThat(judged(clamd(WhenDown.DEFER), virus, UNREADABLE).everybody().outcome())
                .isEqualTo(Outcome.REFUSE);
    }
}
