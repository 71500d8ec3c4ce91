// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks.spam;

import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pabal.filter.Experience;
import org.pabal.filter.MailFilter;
import org.pabal.filter.MailInQuestion;
import org.pabal.filter.judging.ContentFilter;
import org.pabal.filter.judging.FilterParts;
import org.pabal.message.mime.MessageScanner;
import org.pabal.spam.ArrivalFacts;
import org.pabal.spam.Finding;
import org.pabal.spam.ReadingLimits;
import org.pabal.spam.reading.MailReading;
import org.pabal.spam.statistics.Features;
import org.pabal.spam.statistics.Kind;
import org.pabal.spam.statistics.Model;
import org.pabal.spam.statistics.ModelSize;
import org.pabal.spam.statistics.Statistics;
import org.pabal.spam.statistics.Training;

/// Pabal's filter as the server runs it, in this process: the mail is parsed, read, put to the rules
/// and to the statistics. Nothing is known of how it came, and nobody is asked.
final class PabalFilter implements SpamPeer {
    private final Statistics statistics = Statistics.of(Model.empty(ModelSize.SHARED));
    private final ContentFilter filter;

    PabalFilter() {
        FilterParts alone = FilterParts.standard(InstantSource.system());
        this.filter =
                new ContentFilter(
                        new FilterParts(
                                alone.policy(),
                                alone.points(),
                                this::experience,
                                List.of(),
                                List.of(),
                                alone.greylisting(),
                                alone.time(),
                                alone.observer(),
                                alone.clock()));
    }

    @Override
    public String name() {
        return "Pabal";
    }

    private Experience.Recollection experience(MailInQuestion mail) {
        Optional<Finding> found =
                statistics.learnt().isEnough()
                        ? statistics.finding(Features.of(mail.reading(), mail.facts()))
                        : Optional.empty();
        List<Finding> findings = found.stream().toList();
        return new Experience.Recollection() {
            @Override
            public List<Finding> everybody() {
                return findings;
            }

            @Override
            public List<Finding> of(org.pabal.directory.Account account) {
                return findings;
            }
        };
    }

    /// As a command learns many: each, and then each again where it was judged wrongly.
    @Override
    public void learn(List<CorpusMail> mails) {
        record Learnt(Features features, Training training) {}
        List<Learnt> learnt = new ArrayList<>();
        for (CorpusMail mail : mails) {
            Features features = Features.of(reading(mail));
            Kind kind = mail.spam() ? Kind.SPAM : Kind.HAM;
            learnt.add(new Learnt(features, statistics.learn(features, kind)));
        }
        learnt.forEach(one -> statistics.review(one.features, one.training));
    }

    @Override
    public Verdicts judge(List<CorpusMail> mails) {
        long begun = threadCpuNanos();
        double[] scores = new double[mails.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = score(mails.get(i));
        }
        return new Verdicts(mails, scores, 5.0, threadCpuNanos() - begun);
    }

    double score(CorpusMail mail) {
        return findings(mail).stream().mapToDouble(Finding::points).sum();
    }

    List<Finding> findings(CorpusMail mail) {
        MailReading reading = reading(mail);
        byte[] octets = mail.octets();
        MailInQuestion question =
                new MailInQuestion(
                        "1",
                        ArrivalFacts.unknown(mail.at()),
                        reading,
                        octets,
                        octets.length,
                        List.of());
        try (MailFilter.Inquiry inquiry = filter.begin("1")) {
            inquiry.write(octets, 0, octets.length);
            return inquiry.judge(question).everybody().judgement().findings();
        }
    }

    private static MailReading reading(CorpusMail mail) {
        byte[] octets = mail.octets();
        MessageScanner scanner = new MessageScanner();
        scanner.write(octets, 0, octets.length);
        byte[] window =
                octets.length <= ReadingLimits.WINDOW_OCTETS
                        ? octets
                        : Arrays.copyOf(octets, ReadingLimits.WINDOW_OCTETS);
        return MailReading.of(scanner.finish(), window);
    }

    private static long threadCpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @Override
    public void close() {}
}
