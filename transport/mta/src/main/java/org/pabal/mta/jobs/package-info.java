// SPDX-License-Identifier: Apache-2.0

/// What accounts' scripts want done once a mail is safe: programs and notifications to the web, each
/// an entry of the queue.
///
/// A job is done at least once: what ends between the work and the commit that records it is done
/// again. A message that nothing else keeps goes to INBOX, once, when its program fails for good: the
/// filing and the removal of the entry are one commit.
@NullMarked
package org.pabal.mta.jobs;

import org.jspecify.annotations.NullMarked;
