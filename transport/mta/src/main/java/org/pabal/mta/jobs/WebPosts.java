// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.jobs;

import java.net.URI;
import org.pabal.mta.queue.Diagnosis;

/// Sends notifications to servers of the web. Safe for use by many threads; blocks.
public interface WebPosts {

    /// @return of class 2 when the server took it, of class 4 when it is worth another try
    Diagnosis post(URI target, String json);
}
