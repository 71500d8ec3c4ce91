// SPDX-License-Identifier: Apache-2.0

/// Asks DNS lists about clients while their mail comes, and refuses by those that the settings give
/// that power.
@NullMarked
package org.pabal.mta.policy.lists;

import org.jspecify.annotations.NullMarked;
