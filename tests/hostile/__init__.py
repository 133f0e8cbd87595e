"""Files made to hurt: each may cost itself and nothing else."""
