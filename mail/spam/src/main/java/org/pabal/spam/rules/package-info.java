// SPDX-License-Identifier: Apache-2.0

/// What the header section, the phrases and the results of authentication say about a mail, and the
/// sentences that tell people what each test means.
@NullMarked
package org.pabal.spam.rules;

import org.jspecify.annotations.NullMarked;
