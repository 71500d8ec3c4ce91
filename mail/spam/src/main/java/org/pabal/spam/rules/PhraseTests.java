// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.rules;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.pabal.spam.SpamTest;
import org.pabal.spam.rules.Phrases.Topic;
import org.pabal.spam.rules.Phrases.Weight;

/// What the words are after, in three steps for each topic, so that no topic decides alone.
final class PhraseTests {
    private static final double[] STEPS = {1, 2, 3.5};

    /// All topics together: whatever a mail talks about, something else has to be wrong with it.
    private static final double MOST_POINTS = 4.5;

    private static final double EXPECTED = 0.4;

    private PhraseTests() {}

    static void run(RuledMail mail, Found found) {
        String name = mail.from().map(from -> from.name()).orElse("");
        Map<Topic, Weight> weights =
                Phrases.in(List.of(name, mail.reading().subject(), ownText(mail)));
        double sum = 0;
        for (Map.Entry<Topic, Weight> weight : weights.entrySet()) {
            double share = isExpected(mail, weight.getKey()) ? EXPECTED : 1;
            sum += add(weight.getKey(), weight.getValue(), share, found);
        }
        if (sum > MOST_POINTS) {
            found.add(SpamTest.PHRASES_LIMIT, MOST_POINTS - sum);
        }
    }

    /// An honest newsletter tells how to leave it, in a field too, and why it comes.
    private static boolean isExpected(RuledMail mail, Topic topic) {
        return (topic == Topic.REMOVAL || topic == Topic.EXCUSE) && mail.has("List-Unsubscribe");
    }

    /// What an answer quotes is another's.
    private static String ownText(RuledMail mail) {
        String text = mail.reading().text();
        boolean quotes = text.startsWith(">") || text.contains("\n>");
        if (!quotes || !mail.has("In-Reply-To") && !mail.has("References")) {
            return text;
        }
        return text.lines().filter(line -> !line.startsWith(">")).collect(Collectors.joining("\n"));
    }

    /// @return the points
    private static double add(Topic topic, Weight weight, double share, Found found) {
        for (int step = STEPS.length - 1; step >= 0; step--) {
            if (weight.sum() * share >= STEPS[step]) {
                SpamTest test = topic.tests().get(step);
                found.add(test, weight.phrases());
                return test.points();
            }
        }
        return 0;
    }
}
