// SPDX-License-Identifier: Apache-2.0

/// Setting a message aside for a time: draft-ietf-extra-sieve-snooze.
@NullMarked
package org.pabal.sieve.snooze;

import org.jspecify.annotations.NullMarked;
