// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.List;
import org.pabal.filter.Experience;
import org.pabal.filter.history.History;
import org.pabal.filter.learning.Learning;
import org.pabal.server.settings.Settings;
import org.pabal.server.settings.SpamTable;

/// What the roles share that have to do with mail of strangers: who is asked about it, what was learned
/// of it, greylisting, and the filter that judges.
///
/// @param history who was written to, and what came from where
/// @param learning what people say of messages
record JudgingParts(
        Connectors connectors,
        Greylists greylists,
        History history,
        Learning learning,
        SpamFilter spam) {

    static JudgingParts of(Ground here) throws StartFailure {
        Settings settings = here.settings();
        Connectors connectors =
                new Connectors(here.data(), settings, here.name(), here.resolver(), here.clock());
        Greylists greylists = new Greylists(settings, here.storage(), here.clock());
        History history = FilterLearning.history(here.foundation());
        Learning learning =
                FilterLearning.of(here.foundation(), history, FilterLearning.config(settings));
        SpamFilter spam =
                new SpamFilter(
                        here.foundation(),
                        settings,
                        Experience.all(List.of(learning, history)),
                        connectors.advisers(),
                        connectors.scanners(),
                        greylists.inDoubt(history));
        return new JudgingParts(connectors, greylists, history, learning, spam);
    }

    /// From now on the filter learns, where mail is judged.
    ///
    /// @param submissions tell to whom our accounts write
    void startLearning(Ground here, Submissions submissions) {
        if (here.settings().get(SpamTable.SPAM_ENABLED)) {
            here.mailboxes().listen(history);
            history.start();
            submissions.tell(history::sent);
            here.mailboxes().listen(learning);
            learning.start();
        }
    }

    void stopLearning() {
        learning.close();
        history.close();
    }
}
