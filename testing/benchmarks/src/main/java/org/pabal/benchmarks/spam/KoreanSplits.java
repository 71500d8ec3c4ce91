// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks.spam;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pabal.testkit.korean.KoreanMails;
import org.pabal.testkit.korean.KoreanMails.Part;

/// Korean mail that was made up: see {@link KoreanMails} for what a figure of it is worth.
final class KoreanSplits {
    private static final int LEARNT = 200; // of either kind
    private static final int JUDGED = 500; // of either kind

    private KoreanSplits() {}

    /// Cold, after Korean mail alone, after the other mail too, and after the other mail alone.
    static List<Split> beside(List<CorpusMail> others) {
        List<CorpusMail> learn = mails(new KoreanMails(1), Part.LEARN, LEARNT);
        List<CorpusMail> judge = mails(new KoreanMails(2), Part.JUDGE, JUDGED);
        List<CorpusMail> all = new ArrayList<>(others);
        all.addAll(learn);
        return List.of(
                new Split("Korean: cold", List.of(), judge),
                new Split("Korean: 400 Korean mails", learn, judge),
                new Split("Korean: 400 and all the others", all, judge),
                new Split("Korean: all the others alone", others, judge));
    }

    private static List<CorpusMail> mails(KoreanMails made, Part part, int count) {
        List<CorpusMail> mails = new ArrayList<>();
        for (boolean spam : new boolean[] {true, false}) {
            int number = 0;
            Path folder = Path.of(spam ? "korean-spam" : "korean-good");
            for (byte[] mail : made.mails(part, spam, count)) {
                mails.add(CorpusMail.of(folder, number++, spam, mail));
            }
        }
        return mails;
    }
}
