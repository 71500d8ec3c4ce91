// SPDX-License-Identifier: Apache-2.0

/// Servers of the web that an account's owner wants told of new mail.
///
/// {@link org.pabal.mta.webhook.WebhookAgent} stands before the delivery agent: for each webhook that
/// wants a mail it adds a job to the decision, so that the promise of the mail is one for its
/// notification too; what the job carries is what is told, and nothing is read again. {@link
/// org.pabal.mta.webhook.WebhookDelivery} posts it when its turn in the queue comes, with the webhook
/// as its owner has set it by then. A notification is posted at least once: a crash between the
/// other server's answer and its record posts it again, under the same id.
@NullMarked
package org.pabal.mta.webhook;

import org.jspecify.annotations.NullMarked;
