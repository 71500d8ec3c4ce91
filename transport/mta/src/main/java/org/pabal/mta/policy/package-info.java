// SPDX-License-Identifier: Apache-2.0

/// What else is asked before mail is taken: how much a source may bring, and the checks that the
/// settings name.
@NullMarked
package org.pabal.mta.policy;

import org.jspecify.annotations.NullMarked;
