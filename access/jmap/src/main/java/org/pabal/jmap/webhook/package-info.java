// SPDX-License-Identifier: Apache-2.0

/// What people set about being told of new mail: their webhooks, and for whom and how much of a mail
/// Web Push tells. docs/operations/webhooks.md
///
/// {@link org.pabal.jmap.webhook.StoredWebhooks} keeps webhooks in the account's own space, so that
/// they go with it to another host and end with it.
@NullMarked
package org.pabal.jmap.webhook;

import org.jspecify.annotations.NullMarked;
