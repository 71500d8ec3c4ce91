// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.jobs;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.pabal.mta.jobs.OutsidePosts.Outcome;
import org.pabal.mta.queue.Diagnosis;

/// Posts what scripts notify of to servers of the web. Safe for use by many threads.
public final class WebNotifications implements WebPosts {
    private final OutsidePosts posts;

    public WebNotifications(OutsidePosts posts) {
        this.posts = posts;
    }

    @Override
    public Diagnosis post(URI target, String json) {
        Outcome outcome =
                posts.post(
                        target,
                        Map.of("Content-Type", "application/json"),
                        json.getBytes(StandardCharsets.UTF_8));
        return switch (outcome) {
            case Outcome.Answered(int status, _) -> answered(target.getHost(), status);
            case Outcome.Impossible(var status, var reason) -> Diagnosis.ours(status, reason);
            case Outcome.Failed(var status, var reason) -> Diagnosis.ours(status, reason);
        };
    }

    private static Diagnosis answered(String host, int status) {
        String said = host + " answered with HTTP status " + status;
        return switch (status / 100) {
            case 2 -> new Diagnosis(Diagnosis.ours("2.0.0", "").status(), said, host);
            case 5 -> Diagnosis.ours("4.4.0", said);
            default -> Diagnosis.ours(status == 408 || status == 429 ? "4.4.0" : "5.3.0", said);
        };
    }
}
