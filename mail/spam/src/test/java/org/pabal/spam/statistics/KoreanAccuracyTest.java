// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.message.mime.MessageScanner;
import org.pabal.spam.reading.MailReading;
import org.pabal.testkit.korean.KoreanMails;
import org.pabal.testkit.korean.KoreanMails.Part;

/// How well statistics do with Korean mail that was made up, with bounds that leave room: they are here
/// so that nobody breaks what works, not as a claim.
final class KoreanAccuracyTest {
    private static final int JUDGED = 150;

    private record Mail(Features features, boolean spam) {}

    /// What was caught and what was marked of {@value #JUDGED} each.
    private record Result(int caught, int marked) {}

    @Test
    void aHundredMailsOfEitherKindAreEnough() {
        Result result = judged(Statistics.of(learnt(ModelSize.SHARED, 100, 100, 0)));
        assertThat(result.caught()).isGreaterThan(JUDGED * 90 / 100);
        assertThat(result.marked()).isLessThan(3);
    }

    @Test
    void someMovesInAnAccountHelp() {
        Result result =
                judged(
                        Statistics.of(
                                Model.empty(ModelSize.SHARED),
                                learnt(ModelSize.ACCOUNT, 25, 50, 0)));
        assertThat(result.caught()).isGreaterThan(JUDGED * 60 / 100);
        assertThat(result.marked()).isLessThan(5);
    }

    /// People err, and some on purpose.
    @Test
    void oneMistakeInTwentyDoesNotRuinIt() {
        Result result = judged(Statistics.of(learnt(ModelSize.SHARED, 200, 200, 20)));
        assertThat(result.caught()).isGreaterThan(JUDGED * 80 / 100);
        assertThat(result.marked()).isLessThan(5);
    }

    @Test
    void oneSpamAmongTwentyGoodMailsIsEnough() {
        Result result = judged(Statistics.of(learnt(ModelSize.SHARED, 30, 600, 0)));
        assertThat(result.caught()).isGreaterThan(JUDGED * 60 / 100);
        assertThat(result.marked()).isLessThan(5);
    }

    @Test
    void theSameMailsTeachTheSame() {
        assertThat(learnt(ModelSize.SHARED, 50, 50, 0).octets())
                .isEqualTo(learnt(ModelSize.SHARED, 50, 50, 0).octets());
    }

    /// @param mistakenEvery one label in so many is wrong; 0 for none
    private static Model learnt(ModelSize size, int spams, int hams, int mistakenEvery) {
        KoreanMails made = new KoreanMails(11);
        List<Mail> mails = mails(made, Part.LEARN, spams, hams);
        Model model = Model.empty(size);
        Statistics statistics =
                size == ModelSize.SHARED
                        ? Statistics.of(model)
                        : Statistics.of(Model.empty(ModelSize.SHARED), model);
        for (int i = 0; i < mails.size(); i++) {
            boolean mistake = mistakenEvery > 0 && i % mistakenEvery == 0;
            boolean spam = mails.get(i).spam() != mistake;
            statistics.learn(mails.get(i).features(), spam ? Kind.SPAM : Kind.HAM);
        }
        return model;
    }

    private static Result judged(Statistics statistics) {
        int caught = 0;
        int marked = 0;
        for (Mail mail : mails(new KoreanMails(12), Part.JUDGE, JUDGED, JUDGED)) {
            boolean spam = statistics.finding(mail.features()).orElseThrow().points() >= 3;
            caught += spam && mail.spam() ? 1 : 0;
            marked += spam && !mail.spam() ? 1 : 0;
        }
        return new Result(caught, marked);
    }

    private static List<Mail> mails(KoreanMails made, Part part, int spams, int hams) {
        List<Mail> mails = new ArrayList<>();
        made.mails(part, true, spams).forEach(mail -> mails.add(new Mail(features(mail), true)));
        made.mails(part, false, hams).forEach(mail -> mails.add(new Mail(features(mail), false)));
        Collections.shuffle(mails, new Random(1));
        return mails;
    }

    private static Features features(byte[] mail) {
        MessageScanner scanner = new MessageScanner();
        scanner.write(mail, 0, mail.length);
        return Features.of(MailReading.of(scanner.finish(), mail));
    }
}
