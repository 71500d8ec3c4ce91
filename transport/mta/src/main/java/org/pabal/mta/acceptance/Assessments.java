// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.util.Optional;
import org.pabal.mda.Assessment;
import org.pabal.mta.routing.Route;

/// What the spam filter says of a mail's copies. Safe for use by many threads.
@FunctionalInterface
public interface Assessments {
    /// Nobody was asked.
    Assessments NONE = _ -> Optional.empty();

    /// Of the copy that goes this way; empty when the filter was not asked about it.
    Optional<Assessment> of(Route route);
}
