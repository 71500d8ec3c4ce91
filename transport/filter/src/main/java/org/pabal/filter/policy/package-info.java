// SPDX-License-Identifier: Apache-2.0

/// From which score on what becomes of a mail, and who is let in or kept out whatever it is: for the
/// server by its settings, for a domain and for an account by what the store remembers.
@NullMarked
package org.pabal.filter.policy;

import org.jspecify.annotations.NullMarked;
