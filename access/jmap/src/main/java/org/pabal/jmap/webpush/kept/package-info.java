// SPDX-License-Identifier: Apache-2.0

/// Subscriptions of Web Push, kept and served. RFC 8620 §7.2.
///
/// {@link org.pabal.jmap.webpush.kept.PushTargets} keeps them. {@link
/// org.pabal.jmap.webpush.kept.PushSender} hears of every account's durable changes and tells the
/// targets of those accounts that have any: at once, then every few seconds at most, with the newest
/// states alone. Of accounts that others share with a user it tells likewise, as far as the user sees
/// what has changed; {@link org.pabal.jmap.webpush.kept.Readers} knows whom a change may concern. What a
/// service does not take is written down with the target and tried again, also
/// after a restart, for a day; a service that does not know the target any more ends it. A crash in
/// the moment between a change and its first push loses that push, never the change.
@NullMarked
package org.pabal.jmap.webpush.kept;

import org.jspecify.annotations.NullMarked;
