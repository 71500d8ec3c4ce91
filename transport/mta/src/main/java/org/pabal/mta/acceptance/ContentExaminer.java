// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

/// Has each mail's content examined while it comes in: reception verifies, submission signs. Safe
/// for use by many threads.
@FunctionalInterface
public interface ContentExaminer {
    /// Looks at nothing and adds nothing.
    ContentExaminer NONE = _ -> ContentExamination.none();

    /// Called once for each mail, when its content begins; what takes time is done on threads of
    /// its own.
    ContentExamination begin(AnnouncedMail mail);
}
