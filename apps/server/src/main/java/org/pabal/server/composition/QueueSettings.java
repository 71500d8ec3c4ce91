// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.mta.bounce.BounceConfig;
import org.pabal.mta.bounce.BounceConfig.DoubleBounces;
import org.pabal.mta.bounce.BounceConfig.Strangers;
import org.pabal.mta.queue.AttemptMarks;
import org.pabal.mta.queue.AttemptMarksFile;
import org.pabal.mta.queue.QueueConfig;
import org.pabal.server.settings.QueueTable;
import org.pabal.server.settings.Settings;

/// What the settings say of the queue and its reports, in their terms.
final class QueueSettings {
    private static final String MARKS_FILE = "queue-attempts";

    private QueueSettings() {}

    static QueueConfig queue(Settings settings) {
        QueueConfig defaults = QueueConfig.defaults();
        return new QueueConfig(
                settings.get(QueueTable.QUEUE_CONCURRENCY),
                settings.get(QueueTable.QUEUE_PER_DESTINATION),
                schedule(
                        settings.get(QueueTable.QUEUE_FIRST_RETRY),
                        settings.get(QueueTable.QUEUE_LONGEST_RETRY)),
                settings.get(QueueTable.QUEUE_EXPIRY),
                settings.get(QueueTable.QUEUE_DELAY_WARNING),
                settings.get(QueueTable.QUEUE_DESTINATION_REST),
                defaults.troubleRest(),
                defaults.maxCrashes(),
                settings.get(QueueTable.QUEUE_MAX_ENTRIES));
    }

    private static List<Duration> schedule(Duration first, Duration longest) {
        List<Duration> schedule = new ArrayList<>();
        Duration wait = first;
        while (wait.isPositive() && wait.compareTo(longest) < 0) {
            schedule.add(wait);
            wait = wait.multipliedBy(2);
        }
        schedule.add(longest);
        return schedule;
    }

    static BounceConfig bounces(Settings settings, String hostname) {
        return new BounceConfig(
                hostname,
                Optional.empty(),
                switch (settings.get(QueueTable.BOUNCES_STRANGERS)) {
                    case "sender" -> Strangers.TELL_SENDER;
                    case "nobody" -> Strangers.TELL_NOBODY;
                    default -> Strangers.TELL_POSTMASTER;
                },
                settings.get(QueueTable.BOUNCES_OF_REPORTS).equals("postmaster")
                        ? DoubleBounces.TELL_POSTMASTER
                        : DoubleBounces.TELL_NOBODY,
                (int)
                        Math.min(
                                settings.get(QueueTable.BOUNCES_MAX_RETURNED),
                                BounceConfig.MOST_RETURNED_OCTETS));
    }

    static AttemptMarks marks(DataDirectory data) throws StartFailure {
        try {
            return AttemptMarksFile.open(data.path().resolve(MARKS_FILE));
        } catch (IOException unusable) {
            throw new StartFailure(
                    "the file "
                            + MARKS_FILE
                            + " in the data directory cannot be used: "
                            + unusable.getMessage()
                            + "; give it to the server's user or remove it",
                    unusable);
        }
    }
}
