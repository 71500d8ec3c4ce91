// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks.spam;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/// `spam --spam PLACE... --ham PLACE... [--korean] [--quick|--speed]`: accuracy and speed of Pabal's
/// filter, cold and after learning, beside the filters that are installed. A place is a folder of mails or an mbox
/// file. `--korean` judges Korean mail that was made up as well; `--quick` leaves SpamAssassin out, which takes
/// most of an hour; `--speed` measures the speed of all, SpamAssassin's with one mail in twelve.
///
/// Prints Markdown.
public final class SpamBenchmark {
    private static final int WARM_UP = 2;
    private static final int FOLDS = 5;
    private static final int SAMPLE = 12; // for SpamAssassin's speed, one mail in so many

    private final List<CorpusMail> mails;
    private final boolean quick;

    private SpamBenchmark(List<CorpusMail> mails, boolean quick) {
        this.mails = mails;
        this.quick = quick;
    }

    /// Run from the root of the checkout: `testing/benchmarks/run spam`.
    public static void main(String[] arguments) throws Exception {
        Corpus corpus = new Corpus();
        boolean quick = false;
        boolean korean = false;
        boolean speed = false;
        Boolean spam = null;
        for (String argument : arguments) {
            switch (argument) {
                case "--quick" -> quick = true;
                case "--speed" -> speed = true;
                case "--korean" -> korean = true;
                case "--spam" -> spam = true;
                case "--ham" -> spam = false;
                default -> {
                    if (spam == null || !Files.exists(Path.of(argument))) {
                        usage();
                    }
                    corpus.add(Path.of(argument), Boolean.TRUE.equals(spam));
                }
            }
        }
        if (corpus.mails().stream().map(CorpusMail::spam).distinct().count() != 2) {
            usage();
        }
        SpamBenchmark benchmark = new SpamBenchmark(corpus.mails(), quick);
        benchmark.begin();
        if (speed) {
            benchmark.measureSpeed();
        } else {
            benchmark.measureAll(korean);
        }
        absent();
    }

    private static void usage() {
        System.err.println(
                "usage: testing/benchmarks/run spam --spam FOLDER|MBOX... --ham FOLDER|MBOX..."
                        + " [--korean] [--quick|--speed]");
        System.exit(2);
    }

    private void begin() {
        long spams = mails.stream().filter(CorpusMail::spam).count();
        System.out.printf(
                Locale.ROOT,
                "%,d mails: %,d of spam, %,d good.%n%n",
                mails.size(),
                spams,
                mails.size() - spams);
        warmUp();
    }

    private void measureAll(boolean korean) throws Exception {
        List<Split> splits = new ArrayList<>();
        splits.add(Split.cold(mails));
        splits.add(Split.oddEven(mails));
        splits.add(Split.byTime(mails));
        if (korean) {
            splits.addAll(KoreanSplits.beside(mails));
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (Split split : splits) {
            all(split, 1, outcomes);
        }
        outcomes.add(folds());
        accuracy(outcomes);
        folders(outcomes);
        speed(outcomes);
    }

    private void measureSpeed() throws Exception {
        List<Outcome> outcomes = new ArrayList<>();
        all(Split.cold(mails), SAMPLE, outcomes);
        all(Split.oddEven(mails), SAMPLE, outcomes);
        speed(outcomes);
    }

    private void all(Split split, int sample, List<Outcome> outcomes) throws Exception {
        of(PabalFilter::new, split, outcomes);
        if (Bogofilter.isThere() && !split.learn().isEmpty()) {
            of(Bogofilter::start, split, outcomes);
        }
        if (SpamAssassin.isThere() && !quick) {
            of(SpamAssassin::start, split.judgingOneIn(sample), outcomes);
        }
        if (Rspamd.isThere() && split.learn().isEmpty()) {
            of(Rspamd::start, split, outcomes);
        }
    }

    /// What one filter made of one split.
    private record Outcome(String filter, String split, Verdicts verdicts) {}

    private static void of(Callable<? extends SpamPeer> start, Split split, List<Outcome> outcomes)
            throws Exception {
        try (SpamPeer peer = start.call()) {
            if (!split.learn().isEmpty()) {
                peer.learn(split.inTurn());
            }
            outcomes.add(new Outcome(peer.name(), split.name(), peer.judge(split.judge())));
        }
    }

    /// Speed is that of a server that has run for a while.
    private void warmUp() {
        for (int i = 0; i < WARM_UP; i++) {
            PabalFilter filter = new PabalFilter();
            filter.learn(Split.oddEven(mails).inTurn());
            filter.judge(mails);
        }
    }

    private Outcome folds() throws IOException {
        List<Verdicts> parts = new ArrayList<>();
        for (Split fold : Split.folds(mails, FOLDS)) {
            PabalFilter filter = new PabalFilter();
            filter.learn(fold.inTurn());
            parts.add(filter.judge(fold.judge()));
        }
        Verdicts all = parts.stream().reduce(Verdicts::and).orElseThrow(IOException::new);
        return new Outcome("Pabal", "each fifth after the others", all);
    }

    private static void accuracy(List<Outcome> outcomes) {
        System.out.println(
                "| learnt | filter | spam caught | of | % | good mail marked | of | % |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (Outcome outcome : outcomes) {
            Verdicts verdicts = outcome.verdicts();
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %s | %d | %d | %.1f | %d | %d | %.2f |%n",
                    outcome.split(),
                    outcome.filter(),
                    verdicts.caught(),
                    verdicts.spams(),
                    percent(verdicts.caught(), verdicts.spams()),
                    verdicts.falsePositives(),
                    verdicts.hams(),
                    percent(verdicts.falsePositives(), verdicts.hams()));
        }
        System.out.println();
    }

    /// Marked as spam, by the folder that the mails come from.
    private static void folders(List<Outcome> outcomes) {
        TreeSet<String> names = new TreeSet<>();
        outcomes.forEach(
                outcome -> outcome.verdicts().mails().forEach(mail -> names.add(mail.folder())));
        System.out.println("Marked as spam, by folder:\n");
        System.out.println("| learnt | filter | " + String.join(" | ", names) + " |");
        System.out.println("|---|---|" + "---|".repeat(names.size()));
        for (Outcome outcome : outcomes) {
            StringBuilder row = new StringBuilder();
            row.append("| ").append(outcome.split()).append(" | ").append(outcome.filter());
            for (String name : names) {
                Verdicts of = outcome.verdicts().of(name);
                row.append(" | ")
                        .append(of.caught() + of.falsePositives())
                        .append(" of ")
                        .append(of.mails().size());
            }
            System.out.println(row.append(" |"));
        }
        System.out.println();
    }

    private static void speed(List<Outcome> outcomes) {
        System.out.println("| filter | learnt | mails per second of one core |");
        System.out.println("|---|---|---|");
        for (Outcome outcome : outcomes) {
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %s | %.0f |%n",
                    outcome.filter(),
                    outcome.split(),
                    outcome.verdicts().mailsPerCpuSecond());
        }
        System.out.println();
    }

    private static void absent() {
        if (!Bogofilter.isThere()) {
            System.out.println("bogofilter is not installed: left out.");
        }
        if (!SpamAssassin.isThere()) {
            System.out.println("SpamAssassin (spamd, sa-learn) is not installed: left out.");
        }
        if (!Rspamd.isThere()) {
            System.out.println("rspamd is not installed: left out.");
        }
    }

    private static double percent(int part, int of) {
        return of == 0 ? 0 : 100.0 * part / of;
    }
}
