// SPDX-License-Identifier: Apache-2.0

/// What is noted of deliveries, for the account's owner: how many mails each part of the script has
/// acted on, and which further addresses mail came to.
@NullMarked
package org.pabal.jmap.uses;

import org.jspecify.annotations.NullMarked;
