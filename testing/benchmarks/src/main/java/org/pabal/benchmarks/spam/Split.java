// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks.spam;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Mail to learn and mail to judge.
///
/// @param name for the table
record Split(String name, List<CorpusMail> learn, List<CorpusMail> judge) {

    /// Nothing is learnt.
    static Split cold(List<CorpusMail> mails) {
        return new Split("cold", List.of(), mails);
    }

    /// Every other mail of each folder.
    static Split oddEven(List<CorpusMail> mails) {
        return new Split(
                "every other mail",
                mails.stream().filter(mail -> mail.number() % 2 == 0).toList(),
                mails.stream().filter(mail -> mail.number() % 2 == 1).toList());
    }

    /// The earlier half of the spam and of the good mail, and the later half. Mail that does not tell
    /// its time is left out.
    static Split byTime(List<CorpusMail> mails) {
        List<CorpusMail> learn = new ArrayList<>();
        List<CorpusMail> judge = new ArrayList<>();
        for (boolean spam : new boolean[] {false, true}) {
            List<CorpusMail> kind =
                    mails.stream()
                            .filter(mail -> mail.spam() == spam && mail.at().getEpochSecond() > 0)
                            .sorted(Comparator.comparing(CorpusMail::at))
                            .toList();
            learn.addAll(kind.subList(0, kind.size() / 2));
            judge.addAll(kind.subList(kind.size() / 2, kind.size()));
        }
        return new Split("later half after the earlier", learn, judge);
    }

    /// Each mail is judged once by what the other parts taught.
    static List<Split> folds(List<CorpusMail> mails, int parts) {
        List<CorpusMail> shuffled = new ArrayList<>(mails);
        java.util.Collections.shuffle(shuffled, new Random(8));
        List<Split> folds = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            List<CorpusMail> learn = new ArrayList<>();
            List<CorpusMail> judge = new ArrayList<>();
            for (int i = 0; i < shuffled.size(); i++) {
                (i % parts == part ? judge : learn).add(shuffled.get(i));
            }
            folds.add(new Split("fold", learn, judge));
        }
        return folds;
    }

    /// With fewer mails to judge, as they come.
    Split judgingOneIn(int mails) {
        List<CorpusMail> some =
                IntStream.range(0, judge.size())
                        .filter(place -> place % mails == 0)
                        .mapToObj(judge::get)
                        .toList();
        return new Split(name, learn, some);
    }

    /// Spam and good mail in turn, in proportion, as `pabal spam learn --spam DIR --ham DIR` does.
    List<CorpusMail> inTurn() {
        List<CorpusMail> spam = learn.stream().filter(CorpusMail::spam).toList();
        List<CorpusMail> ham = learn.stream().filter(mail -> !mail.spam()).toList();
        return Stream.concat(placed(spam).stream(), placed(ham).stream())
                .sorted(Comparator.comparingDouble(Placed::place))
                .map(Placed::mail)
                .toList();
    }

    private record Placed(CorpusMail mail, double place) {}

    private static List<Placed> placed(List<CorpusMail> kind) {
        List<Placed> placed = new ArrayList<>();
        for (int i = 0; i < kind.size(); i++) {
            placed.add(new Placed(kind.get(i), (i + 0.5) / kind.size()));
        }
        return placed;
    }
}
